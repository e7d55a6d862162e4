// Who to whom, as a table: a row for each doer, a column for each target, the number of events in
// each cell, darker where there are more, with a corner where conflict outweighs cooperation.

import { el, number, plural } from "../lib/dom.js";

/** Which of five shades a count gets: by the root of its size beside the largest. */
export function shade(count, most) {
  if (!count) return 0;
  if (most <= 1) return 3;
  return Math.min(5, 1 + Math.floor(5 * Math.sqrt(count / most)));
}

/** Cooperation (quads 1 and 2) and conflict (3 and 4) among the events of a cell. */
export function balance(quads) {
  const at = (quad) => quads?.[quad] ?? 0;
  return { together: at(1) + at(2), against: at(3) + at(4) };
}

// What the filters call the side that nobody is named on.
const keyOf = ({ key }) => key || "@none";
const named = ({ label, key }) => label || key || "nobody named";

export function whoToWhom(host, { onPair, onOther }) {
  return {
    show(data, filters) {
      const cells = new Map(data.cells.map((cell) => [`${cell.source}\n${cell.target}`, cell]));
      const most = Math.max(...data.cells.map(({ events }) => events), 1);
      const [source, target] = [filters.getAll("source"), filters.getAll("target")];
      const by = data.by ?? "code";
      const head = el("tr", {},
        el("th", { scope: "col", class: "corner", text: "Who ↓ to whom →" }),
        ...data.targets.map((to) => el("th", { scope: "col", class: "target" }, el("span", { dir: "auto", text: named(to) }))));
      const rows = data.sources.map((from) => el("tr", {},
        el("th", { scope: "row" }, el("span", { dir: "auto", text: named(from) })),
        ...data.targets.map((to) => cellOf(from, to, cells.get(`${from.key}\n${to.key}`), most,
          source.includes(keyOf(from)) && target.includes(keyOf(to))))));
      host.replaceChildren(
        el("div", { class: "matrix-head" },
          el("button", { type: "button", onclick: () => onOther(by === "code" ? "name" : "code"), text: by === "code" ? "Show names" : "Show codes" }),
          el("ul", { class: "legend", "aria-label": "How cells are drawn" },
            el("li", {}, el("span", { class: "cell-sample against shade-3", "aria-hidden": "true" }), "mostly conflict"),
            el("li", {}, el("span", { class: "cell-sample together shade-3", "aria-hidden": "true" }), "mostly cooperation"))),
        data.sources.length
          ? el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Who to whom" },
            el("table", { class: "matrix" }, el("thead", {}, head), el("tbody", {}, ...rows)))
          : el("p", { class: "readout", text: "No events with a doer." }),
        el("p", { class: "readout", hidden: !data.others,
          text: `${plural(data.others ?? 0, "event")} between smaller actors not shown.` }));
    },
  };

  function cellOf(from, to, cell, most, chosen) {
    if (!cell?.events) return el("td", { class: "empty" });
    const { together, against } = balance(cell.quads);
    const side = against > together ? "against" : "together";
    const label = `${named(from)} to ${named(to)}: ${plural(cell.events, "event")}, ${against} conflict, ${together} cooperation`;
    return el("td", { class: `${side} shade-${shade(cell.events, most)}` },
      el("button", { type: "button", "aria-label": label, title: label, "aria-pressed": String(chosen),
        onclick: () => onPair(keyOf(from), keyOf(to), !chosen), text: number.format(cell.events) }));
  }
}
