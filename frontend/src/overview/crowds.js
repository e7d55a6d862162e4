// Crowd sizes and tolls: each number that a report gives is a bar from its low to its high end, on
// a scale of powers of ten. What is open upwards or downwards ends in an arrow, not at a made-up end.

import { scaleLog, scaleUtc } from "d3-scale";

import { el, number, svg } from "../lib/dom.js";
import { spanName, toTime } from "./days.js";
import { SIDES, timeAxis } from "./timeline.js";

const HEIGHT = 200;
const TOP = 14;
const BOTTOM = 24;

export const KINDS = [
  { what: "participants", name: "Taking part", path: "M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0" },
  { what: "arrests", name: "Arrested", path: "M-4,-4h8v8h-8z" },
  { what: "injuries", name: "Injured", path: "M0,-5L5,4H-5z" },
  { what: "deaths", name: "Killed", path: "M-4,-4L4,4M-4,4L4,-4" },
];

/** The figures' own words with who says so: "at least 100,000 (Minsk, police, Example News)". */
export function told(crowd) {
  const by = [crowd.place, crowd.voice ?? "its own word", crowd.outlet].filter(Boolean).join(", ");
  return `${crowd.text} (${by})`;
}

/** The powers of ten that hold every figure. */
export function bounds(crowds) {
  const values = crowds.flatMap(({ low, high }) => [low, high]).filter((value) => value > 0);
  if (!values.length) return [1, 10];
  const low = 10 ** Math.floor(Math.log10(Math.min(...values)));
  const high = 10 ** Math.ceil(Math.log10(Math.max(...values)));
  return [low, Math.max(high, low * 10)];
}

export function crowdSizes(host) {
  let crowds = [];
  let domain = null;
  let wide = 0;
  const readout = el("p", { class: "readout" });
  const frame = el("div", { class: "chart-frame" });
  const legend = el("ul", { class: "legend", "aria-label": "What is counted" },
    ...KINDS.map(({ what, name, path }) =>
      el("li", {},
        svg("svg", { viewBox: "-8 -8 16 16", width: 16, height: 16, "aria-hidden": "true" },
          svg("path", { d: path, class: `crowd-mark crowd-${what}` })),
        name)));
  host.replaceChildren(frame, readout, legend);

  function draw() {
    wide ||= frame.clientWidth;
    const width = Math.max(wide || 600, 260);
    const drawing = svg("svg", {
      width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}`, role: "group",
      "aria-label": `Numbers that the reports give: ${crowds.length}. Each leads to its report.`,
    });
    frame.replaceChildren(drawing);
    const drawn = crowds.filter(({ start, low, high }) => start && (low > 0 || high > 0));
    if (!domain || !drawn.length) return;
    const x = scaleUtc().domain(domain).range([SIDES.left, width - SIDES.right]);
    const y = scaleLog().domain(bounds(drawn)).range([HEIGHT - BOTTOM - 8, TOP]);
    drawing.append(
      svg("g", { class: "axis", "aria-hidden": "true" },
        ...powers(y.domain()).map((tick) =>
          svg("g", { transform: `translate(0,${y(tick).toFixed(1)})` },
            svg("line", { x1: SIDES.left, x2: width - SIDES.right, class: "grid" }),
            svg("text", { x: SIDES.left - 6, dy: "0.32em", "text-anchor": "end", text: short(tick) })))),
      timeAxis(x, HEIGHT - BOTTOM, width),
    );
    const perDay = new Map();
    const marks = drawn.map((crowd) => {
      const before = perDay.get(crowd.start) ?? 0;
      perDay.set(crowd.start, before + 1);
      return mark(crowd, before, x, y);
    });
    drawing.append(svg("g", {}, ...marks));
  }

  function mark(crowd, before, x, y) {
    const day = Math.max(2, x(toTime(crowd.start) + 86_400_000) - x(toTime(crowd.start)));
    const at = x(toTime(crowd.start)) + Math.min(day / 2, 6) + before * Math.min(7, Math.max(day / 4, 2));
    const kind = KINDS.find(({ what }) => what === crowd.what) ?? KINDS[0];
    const [low, high] = [crowd.low > 0 ? crowd.low : null, crowd.high > 0 ? crowd.high : null];
    const foot = low === null ? Math.min(y(high) + 18, HEIGHT - BOTTOM) : y(low);
    const head = high === null ? Math.max(y(low) - 18, 4) : y(high);
    const label = `${spanName({ start: crowd.start, end: crowd.start }, "day")}, ${kind.name.toLowerCase()}: ${told(crowd)}`;
    const link = svg("a", {
      class: `crowd crowd-${kind.what}`,
      href: `/articles/${encodeURIComponent(crowd.article)}#e-${encodeURIComponent(crowd.event)}`,
      "aria-label": label, transform: `translate(${at.toFixed(1)},0)`,
    },
    svg("title", { text: label }),
    svg("rect", { x: -6, width: 12, y: head - 6, height: foot - head + 12, class: "crowd-reach" }),
    svg("line", { y1: foot, y2: head, class: "crowd-bar" }),
    high === null
      ? svg("path", { class: "crowd-end", d: `M-4,${head + 5}L0,${head}L4,${head + 5}` })
      : svg("line", { class: "crowd-end", x1: -4, x2: 4, y1: head, y2: head }),
    low === null
      ? svg("path", { class: "crowd-end", d: `M-4,${foot - 5}L0,${foot}L4,${foot - 5}` })
      : svg("path", { d: kind.path, class: "crowd-mark", transform: `translate(0,${foot.toFixed(1)})` }));
    const show = () => { readout.textContent = label; };
    link.addEventListener("pointerenter", show);
    link.addEventListener("focus", show);
    return link;
  }

  // Asking for the width at each change would make the browser lay out what is out of sight.
  new ResizeObserver(([{ contentRect }]) => {
    if (Math.round(contentRect.width) === Math.round(wide)) return;
    wide = contentRect.width;
    draw();
  }).observe(frame);
  return {
    show(data, days) {
      crowds = data.crowds;
      domain = days;
      draw();
      const more = data.left_out ? ` The largest ${number.format(crowds.length)}; ${number.format(data.left_out)} more in the table.` : "";
      readout.textContent = crowds.length
        ? `From low to high end as reported; an arrow means open-ended.${more}`
        : "No numbers of people in these events.";
    },
  };
}

function powers([low, high]) {
  const all = [];
  for (let power = Math.round(Math.log10(low)); power <= Math.round(Math.log10(high)); power += 1) all.push(10 ** power);
  return all;
}

const compact = new Intl.NumberFormat("en", { notation: "compact" });
const short = (value) => compact.format(value);
