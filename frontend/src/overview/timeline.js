// The time line: a bar a day (or week, month, year), stacked by band. Dragging over it, or the
// keyboard, chooses the days that every other view then shows.

import { brushX } from "d3-brush";
import { scaleLinear, scaleUtc } from "d3-scale";
import { select } from "d3-selection";

import { announce, el, number, plural, svg } from "../lib/dom.js";
import { BANDS, inBands } from "./bands.js";
import { dayAfter, spanName, toIso, toTime } from "./days.js";

const HEIGHT = 180;
export const SIDES = { left: 48, right: 12 };
const TOP = 8;
const BOTTOM = 24;

/** Ticks of a time axis as SVG; both lanes use it, so that their days stand under each other. */
export function timeAxis(x, y, width) {
  const count = Math.max(2, Math.floor(width / 110));
  const format = x.tickFormat(count);
  return svg("g", { class: "axis", "aria-hidden": "true" },
    // A label that would be cut off at the edge is worse than none.
    ...x.ticks(count).filter((tick) => x(tick) < width - 30 && +tick % 86_400_000 === 0).map((tick) =>
      svg("g", { transform: `translate(${x(tick).toFixed(1)},${y})` },
        svg("line", { y2: 5 }),
        svg("text", { y: 18, "text-anchor": "middle", text: format(tick) }))));
}

/** The patterns of the bands, by which they can be told apart without colour. */
export function bandPatterns() {
  const lines = {
    protest: [],
    coerce: ["M0,8 L8,0 M-2,2 L2,-2 M6,10 L10,6"],
    assault: ["M0,0 L8,8 M0,8 L8,0"],
    force: ["M0,4 H8"],
    against: ["M4,0 V8"],
    talk: ["M4,3 v2 M0,7 v2 M8,7 v2"],
    together: ["M0,0 L8,8 M-2,6 L2,10 M6,-2 L10,2"],
  };
  return svg("defs", {},
    ...BANDS.map(({ key }) =>
      svg("pattern", { id: `band-${key}`, width: 8, height: 8, patternUnits: "userSpaceOnUse" },
        svg("rect", { width: 8, height: 8, class: `band-ground band-${key}` }),
        ...lines[key].map((d) => svg("path", { d, class: "band-lines" })))));
}

export function timeLine(host, { onRange, onTypes }) {
  let data = { bars: [], step: "day" };
  let range = null;
  let chosen = new Set();
  let cursor = -1;
  let wide = 0;
  let domain = null;
  const readout = el("p", { class: "readout" });
  const frame = el("div", { class: "chart-frame" });
  const legend = el("ul", { class: "legend", "aria-label": "Bands of event types" });
  host.replaceChildren(frame, readout, legend);

  function tell(bar) {
    const types = Object.entries(bar.types).sort((a, b) => b[1] - a[1]);
    const parts = types.map(([type, n]) => `${type} ${number.format(n)}`).join(", ");
    return `${spanName(bar, data.step)}: ${plural(bar.events, "event")} (${parts})`;
  }

  function rest() {
    const undated = data.undated ? ` ${plural(data.undated, "event")} without a day not drawn.` : "";
    readout.textContent = data.bars.length
      ? `Drag to choose days; with the keyboard, arrows and Enter.${undated}`
      : `No dated events.${undated}`;
  }

  function draw() {
    wide ||= frame.clientWidth;
    const width = Math.max(wide || 600, 260);
    const drawing = svg("svg", {
      width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}`, class: "timeline-drawing", role: "group",
      tabindex: 0, "aria-roledescription": "time line",
      "aria-label": `Events by ${data.step}: ${plural(data.bars.length, "bar")}. Left and right arrow read them, `
        + "Enter shows only those days, Escape shows all.",
    }, bandPatterns());
    frame.replaceChildren(drawing);
    if (!domain) return;
    const x = scaleUtc().domain(domain).range([SIDES.left, width - SIDES.right]);
    const most = Math.max(...data.bars.map(({ events }) => events), 1);
    const y = scaleLinear().domain([0, most]).nice(4).range([HEIGHT - BOTTOM, TOP]);
    drawing.append(svg("g", { class: "axis", "aria-hidden": "true" },
      ...y.ticks(4).filter(Number.isInteger).map((tick) =>
        svg("g", { transform: `translate(0,${y(tick).toFixed(1)})` },
          svg("line", { x1: SIDES.left, x2: width - SIDES.right, class: "grid" }),
          svg("text", { x: SIDES.left - 6, dy: "0.32em", "text-anchor": "end", text: number.format(tick) })))));
    drawing.append(stacked(x, y), timeAxis(x, HEIGHT - BOTTOM, width));
    const mark = svg("rect", { class: "cursor", y: TOP, height: HEIGHT - TOP - BOTTOM, width: 0 });
    drawing.append(mark);
    brushed(drawing, x, width);
    drawing.addEventListener("pointermove", (event) => {
      const time = +x.invert(event.clientX - drawing.getBoundingClientRect().left);
      const bar = data.bars.find(({ start, end }) => toTime(start) <= time && time < dayAfter(end));
      if (bar) readout.textContent = tell(bar);
      else rest();
    });
    drawing.addEventListener("pointerleave", rest);
    drawing.addEventListener("blur", () => mark.setAttribute("width", 0));
    drawing.addEventListener("keydown", (event) => keyed(event, mark, x));
  }

  function stacked(x, y) {
    const paths = BANDS.map(() => []);
    for (const bar of data.bars) {
      const left = x(toTime(bar.start));
      const room = x(dayAfter(bar.end)) - left;
      const wide = Math.max(1, room > 4 ? room - 1 : room);
      let below = 0;
      inBands(bar.types).forEach((count, at) => {
        if (!count) return;
        const [low, high] = [y(below), y(below + count)];
        paths[at].push(`M${left.toFixed(1)},${low.toFixed(1)}h${wide.toFixed(1)}V${high.toFixed(1)}h-${wide.toFixed(1)}z`);
        below += count;
      });
    }
    return svg("g", { class: "bars" },
      ...BANDS.map(({ key }, at) => svg("path", { d: paths[at].join(""), class: `bar fill-${key}` })));
  }

  function brushed(drawing, x, width) {
    const brush = brushX().extent([[SIDES.left, TOP], [width - SIDES.right, HEIGHT - BOTTOM]]);
    const group = svg("g", { class: "brush", "aria-hidden": "true" });
    drawing.append(group);
    const selection = select(group).call(brush);
    if (range) {
      const within = range.map((time) => Math.min(Math.max(x(time), SIDES.left), width - SIDES.right));
      if (within[1] > within[0]) selection.call(brush.move, within);
    }
    // Set after the move above, which is our own and no choice of the reader's.
    brush.on("end", ({ selection: at, sourceEvent }) => {
      if (!sourceEvent) return;
      if (!at) onRange("", "");
      else onRange(toIso(+x.invert(at[0])), toIso(Math.max(+x.invert(at[0]), +x.invert(at[1]) - 1)));
    });
  }

  function keyed(event, mark, x) {
    const steps = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };
    if (event.key in steps && data.bars.length) {
      const to = cursor < 0 && steps[event.key] > 0 ? 0 : cursor + steps[event.key];
      cursor = Math.min(Math.max(to, 0), data.bars.length - 1);
      const bar = data.bars[cursor];
      mark.setAttribute("x", x(toTime(bar.start)));
      mark.setAttribute("width", Math.max(2, x(dayAfter(bar.end)) - x(toTime(bar.start))));
      readout.textContent = tell(bar);
      announce(readout.textContent);
    } else if (event.key === "Enter" && data.bars[cursor]) onRange(data.bars[cursor].start, data.bars[cursor].end);
    else if (event.key === "Escape") onRange("", "");
    else return;
    event.preventDefault();
  }

  function legendOf() {
    const totals = data.bars.reduce((sums, bar) => inBands(bar.types).map((n, at) => n + sums[at]), BANDS.map(() => 0));
    legend.replaceChildren(...BANDS.map((band, at) => {
      const on = band.types.every((type) => chosen.has(type));
      return el("li", {},
        el("button", {
          type: "button", class: "legend-button", "aria-pressed": String(on), disabled: !totals[at] && !on,
          onclick: () => onTypes(band.types, !on),
        },
        svg("svg", { width: 16, height: 16, "aria-hidden": "true" },
          svg("rect", { width: 16, height: 16, class: `bar fill-${band.key}` })),
        `${band.name} (${number.format(totals[at])})`));
    }));
  }

  // Asking for the width at each change would make the browser lay out what is out of sight.
  new ResizeObserver(([{ contentRect }]) => {
    if (Math.round(contentRect.width) === Math.round(wide)) return;
    wide = contentRect.width;
    draw();
  }).observe(frame);
  return {
    show(timeline, filters, days) {
      data = timeline;
      domain = days;
      chosen = new Set(filters.getAll("type"));
      const [from, to] = [filters.get("from"), filters.get("to")];
      range = domain && (from || to) ? [from ? toTime(from) : domain[0], to ? dayAfter(to) : domain[1]] : null;
      cursor = -1;
      draw();
      legendOf();
      rest();
    },
  };
}
