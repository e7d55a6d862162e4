// The map: our own base shapes, points sized by how many events lie there and drawn by how exactly
// the place is known. A place known only as a country is a hatched ring, never a dot in its middle.

import { geoBounds, geoContains, geoEqualEarth, geoGraticule10, geoPath } from "d3-geo";
import { select } from "d3-selection";
import { zoom, zoomIdentity } from "d3-zoom";
import { feature, mesh } from "topojson-client";
import coarseShapes from "world-atlas/countries-110m.json";
import fineShapes from "world-atlas/countries-50m.json";

import { el, plural, svg } from "../lib/dom.js";
import { box, middle, nearest, radius, turn, within } from "./spots.js";

const WIDTH = 960;
const HEIGHT = 500;
const MARGIN = 24;
const FARTHEST = 60;
// From this zoom on the fine shapes are worth their size.
const FINE_FROM = 3;

// How a precision is drawn, and how it is called in legends and labels.
const PRECISIONS = {
  exact: ["dot", "exact spot"],
  city: ["dot", "city or town"],
  admin2: ["ring", "district only"],
  admin1: ["ring", "province only"],
  country: ["hatched", "country only"],
  region: ["hatched", "region only"],
};

export const look = (precision) => PRECISIONS[precision]?.[0] ?? "ring";
export const precisionName = (precision) => PRECISIONS[precision]?.[1] ?? precision ?? "unknown";

const loaded = new Map();

function shapes(file) {
  if (!loaded.has(file)) {
    const address = new URL(file, import.meta.url);
    loaded.set(file, fetch(address).then((answer) => answer.json()));
  }
  return loaded.get(file);
}

/** Draws into `host`; hands back an object whose `show(points)` redraws. */
export function worldMap(host, { onPlace = null, onBox = null } = {}) {
  const state = { points: [], projection: geoEqualEarth(), transform: zoomIdentity, file: coarseShapes };
  const title = host.getAttribute("aria-label") || host.dataset.label || "Map of events";
  const sea = svg("path", { class: "map-sea" });
  const grid = svg("path", { class: "map-grid" });
  const land = svg("g", { class: "map-land" });
  const borders = svg("path", { class: "map-borders" });
  const unsure = svg("g", { class: "map-unsure" });
  const dots = svg("g", { class: "map-points" });
  const world = svg("g", {}, sea, grid, land, unsure, borders);
  const pattern = svg(
    "pattern",
    { id: "map-hatch", width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    svg("rect", { width: 6, height: 6, class: "map-hatch-ground" }),
    svg("rect", { width: 2, height: 6, class: "map-hatch-line" }),
  );
  const drawing = svg(
    "svg",
    {
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      class: "map-drawing",
      role: "group",
      tabindex: 0,
      "aria-label": `${title}. Arrow keys move, plus and minus zoom, Tab goes to the places.`,
      "aria-roledescription": "map",
    },
    svg("defs", {}, pattern),
    world,
    dots,
  );
  const note = el("p", { class: "map-note" });
  const behaviour = zoom()
    .scaleExtent([1, FARTHEST])
    .translateExtent([[0, 0], [WIDTH, HEIGHT]])
    // A page must scroll past the map: the wheel zooms only with a key held, as maps elsewhere do.
    .filter((event) => (event.type === "wheel" ? event.ctrlKey || event.metaKey : !event.button))
    .on("zoom", ({ transform }) => moved(transform));
  const selected = select(drawing).call(behaviour).on("dblclick.zoom", null);
  const button = (name, label, action) =>
    el("button", { type: "button", class: "map-button", "aria-label": label, title: label, onclick: action, text: name });
  host.replaceChildren(
    el("div", { class: "map-frame" }, drawing,
      el("div", { class: "map-buttons" },
        button("+", "Zoom in", () => behaviour.scaleBy(selected, 1.6)),
        button("−", "Zoom out", () => behaviour.scaleBy(selected, 1 / 1.6)),
        button("⤢", "Show all places", () => fit()),
        onBox ? button("▣", "Only events in sight", () => onBox(inSight())) : null)),
    legend(),
    note,
  );
  drawing.addEventListener("keydown", keyed);

  function keyed(event) {
    const step = 60;
    const moves = { ArrowLeft: [step, 0], ArrowRight: [-step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] };
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (moves[event.key]) {
      const [x, y] = moves[event.key];
      behaviour.translateBy(selected, x / state.transform.k, y / state.transform.k);
    } else if (event.key === "+" || event.key === "=") behaviour.scaleBy(selected, 1.6);
    else if (event.key === "-") behaviour.scaleBy(selected, 1 / 1.6);
    else if (event.key === "0") fit();
    else return;
    event.preventDefault();
  }

  function moved(transform) {
    state.transform = transform;
    world.setAttribute("transform", transform);
    place();
    const wanted = transform.k >= FINE_FROM ? fineShapes : coarseShapes;
    if (wanted !== state.file) base(wanted);
  }

  function place() {
    for (const node of dots.children) {
      const [x, y] = state.transform.apply(node.at);
      node.setAttribute("transform", `translate(${x.toFixed(1)},${y.toFixed(1)})`);
    }
  }

  /** Draws the shapes of a file, unless they are there in this projection already. */
  async function base(file) {
    state.file = file;
    const topology = await shapes(file);
    if (state.file !== file) return;
    if (state.drawn === file && state.drawnFor === state.projection) {
      hatch();
      return;
    }
    [state.drawn, state.drawnFor] = [file, state.projection];
    const path = geoPath(state.projection);
    state.countries = feature(topology, topology.objects.countries).features;
    state.bounds = state.countries.map((country) => geoBounds(country));
    sea.setAttribute("d", path({ type: "Sphere" }));
    grid.setAttribute("d", path(geoGraticule10()));
    land.replaceChildren(...state.countries.map((country) => svg("path", { d: path(country) })));
    borders.setAttribute("d", path(mesh(topology, topology.objects.countries, (a, b) => a !== b)) ?? "");
    hatch();
  }

  /** Hatches the countries that points known only by their country lie in. */
  function hatch() {
    const path = geoPath(state.projection);
    const whole = state.points.filter(({ precision }) => precision === "country");
    const found = state.countries.filter((country, at) =>
      whole.some(({ lon, lat }) => within(state.bounds[at], lon, lat) && geoContains(country, [lon, lat])));
    unsure.replaceChildren(...found.map((country) => svg("path", { d: path(country) })));
  }

  /** West, south, east and north of what the frame shows. */
  function inSight() {
    const centre = -state.projection.rotate()[0];
    const spots = [];
    for (let x = 0; x <= WIDTH; x += WIDTH / 12) {
      for (let y = 0; y <= HEIGHT; y += HEIGHT / 12) {
        const spot = state.projection.invert(state.transform.invert([x, y]));
        // Beyond the rim of the world the inverse leads to places that are not there.
        if (spot && Math.abs(spot[1]) <= 90 && Math.abs(turn(spot[0] - centre)) < 180) spots.push(spot);
      }
    }
    return box(spots, centre);
  }

  function fit() {
    const at = state.points.map(({ lon, lat }) => state.projection([lon, lat])).filter(Boolean);
    if (!at.length) {
      behaviour.transform(selected, zoomIdentity);
      return;
    }
    const [xs, ys] = [at.map(([x]) => x), at.map(([, y]) => y)];
    const [left, right] = [Math.min(...xs), Math.max(...xs)];
    const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
    const scale = Math.min(12, 0.8 / Math.max((right - left) / WIDTH, (bottom - top) / HEIGHT, 0.01));
    const k = Math.max(1, scale);
    behaviour.transform(selected, zoomIdentity
      .translate(WIDTH / 2, HEIGHT / 2)
      .scale(k)
      .translate(-(left + right) / 2, -(top + bottom) / 2));
  }

  function dot(point, most) {
    const size = radius(point.count, most);
    const kind = look(point.precision);
    const label = `${point.name}: ${plural(point.count, "event")}, ${precisionName(point.precision)}`;
    const shape =
      kind === "dot"
        ? [svg("circle", { r: size, class: "point-dot" })]
        : [svg("circle", { r: size + 2, class: `point-${kind}` })];
    const chosen = point.chosen ? [svg("circle", { r: size + 6, class: "point-chosen" })] : [];
    const node = svg(
      "g",
      {
        class: "map-point",
        tabindex: onPlace ? -1 : null,
        role: onPlace ? "button" : "img",
        "aria-label": label,
        "aria-pressed": onPlace ? String(Boolean(point.chosen)) : null,
        dataset: { precision: point.precision ?? "", count: String(point.count) },
      },
      svg("title", { text: label }),
      ...shape,
      ...chosen,
    );
    node.at = state.projection([point.lon, point.lat]);
    if (onPlace) {
      node.addEventListener("click", () => onPlace(point));
      node.addEventListener("keydown", (event) => walk(event, node, point));
    }
    return node;
  }

  function walk(event, node, point) {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      event.stopPropagation();
      onPlace(point);
      return;
    }
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!way) return;
    event.preventDefault();
    event.stopPropagation();
    const next = nearest([...dots.children], node, way);
    if (next) {
      node.setAttribute("tabindex", -1);
      next.setAttribute("tabindex", 0);
      next.focus();
    }
  }

  return {
    async show(points) {
      state.points = points.filter(({ lat, lon }) => Number.isFinite(lat) && Number.isFinite(lon));
      const nowhere = points.length - state.points.length;
      // The view stays where the reader left it when a filter narrows what lies in it.
      const turned = state.turned;
      if (!turned) {
        const centre = Math.round(middle(state.points));
        state.projection = geoEqualEarth().rotate([-centre, 0])
          .fitExtent([[MARGIN, MARGIN], [WIDTH - MARGIN, HEIGHT - MARGIN]], { type: "Sphere" });
        state.turned = state.points.length > 0;
      }
      const most = Math.max(...state.points.map(({ count }) => count), 1);
      const ordered = [...state.points].sort((a, b) => b.count - a.count);
      dots.replaceChildren(...ordered.map((point) => dot(point, most)));
      if (onPlace && dots.firstChild) dots.firstChild.setAttribute("tabindex", 0);
      note.textContent = nowhere ? `${plural(nowhere, "place")} without coordinates not drawn.` : "";
      note.hidden = !nowhere;
      place();
      // What is in sight decides which shapes are drawn; they come when the points are there.
      const drawn = base(state.file);
      if (!turned) fit();
      await drawn;
    },
  };
}

function legend() {
  const sample = (kind, text) =>
    el("li", {},
      svg("svg", { viewBox: "-9 -9 18 18", width: 18, height: 18, "aria-hidden": "true" },
        svg("circle", { r: 6, class: `point-${kind}` })),
      text);
  return el("ul", { class: "legend", "aria-label": "How places are drawn" },
    sample("dot", "city, town or exact spot"),
    sample("ring", "district or province only"),
    sample("hatched", "country only: not at that point"),
    el("li", { class: "legend-hint", text: `Area grows with the number of events. Ctrl and wheel zoom.` }));
}

