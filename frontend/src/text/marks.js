// The marks on an article's text. The server cuts the text into segments that do not overlap; each
// bears the marks that lie over it. A kind is told by the line under the words (solid, double,
// dotted, dashed, wavy), by a letter before them, and by colour last.

import { announce, el } from "../lib/dom.js";

export const KINDS = {
  trigger: { letter: "!", name: "what happened" },
  source: { letter: "S", name: "who did it" },
  target: { letter: "T", name: "to whom" },
  place: { letter: "P", name: "where" },
  date: { letter: "D", name: "when" },
  figure: { letter: "N", name: "how many" },
  voice: { letter: "V", name: "on whose word" },
};
// Kinds that cover whole sentences are grounds, shown for the lit event only.
const GROUNDS = new Set(["evidence", "claim"]);

/** Kinds in the order in which their lines nest, those of the longest mark outermost. */
export function kindsOf(marks) {
  const lengths = new Map();
  for (const { kind, start, end } of marks) {
    if (GROUNDS.has(kind)) continue;
    lengths.set(kind, Math.max(lengths.get(kind) ?? 0, end - start));
  }
  return [...lengths.keys()].sort((a, b) => lengths.get(b) - lengths.get(a));
}

/** The mark that a click on a segment means: the shortest first, then the next one up at each click. */
export function next(marks, last) {
  const ordered = marks
    .filter(({ kind }) => !GROUNDS.has(kind))
    .sort((a, b) => a.end - a.start - (b.end - b.start) || a.mark - b.mark);
  if (!ordered.length) return null;
  const at = ordered.findIndex(({ mark }) => mark === last);
  return ordered[(at + 1) % ordered.length];
}

export function textMarks(host, marks, { onMark }) {
  const byId = new Map(marks.map((mark) => [mark.mark, mark]));
  const segments = [...host.querySelectorAll(".seg")].map((node) => ({
    node,
    start: Number(node.dataset.start),
    marks: (node.dataset.marks ?? "").split(" ").filter(Boolean).map((id) => byId.get(Number(id))).filter(Boolean),
  }));
  const stops = [];
  const begun = new Set();
  let last = null;
  let stop = -1;

  for (const segment of segments) {
    const kinds = kindsOf(segment.marks);
    if (!kinds.length) continue;
    let inner = [...segment.node.childNodes];
    kinds.reverse().forEach((kind, depth) => {
      const mark = el("mark", { class: `mark mark-${kind}`, dataset: { depth: String(depth) } });
      const first = segment.marks.filter((m) => m.kind === kind && m.start === segment.start && !begun.has(`${kind}:${m.start}`));
      if (first.length) {
        begun.add(`${kind}:${segment.start}`);
        mark.dataset.letter = KINDS[kind]?.letter ?? "";
      }
      mark.append(...inner);
      inner = [mark];
    });
    segment.node.replaceChildren(...inner);
    segment.node.classList.add("marked");
    stops.push(segment);
    segment.node.addEventListener("click", () => {
      if (!getSelection().isCollapsed) return;
      pick(segment);
    });
  }

  function pick(segment) {
    const mark = next(segment.marks, last);
    last = mark.mark;
    stop = stops.indexOf(segment);
    onMark(mark);
    announce(`${KINDS[mark.kind]?.name ?? mark.kind}: ${mark.label ?? segment.node.textContent}`);
  }

  host.tabIndex = 0;
  host.setAttribute("role", "region");
  host.setAttribute("aria-label", "Text of the article. Left and right arrow go from mark to mark, Enter to the next event at a mark.");
  host.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const steps = { ArrowRight: 1, ArrowLeft: -1 };
    if (event.key in steps && stops.length) {
      const to = stop < 0 ? 0 : (stop + steps[event.key] + stops.length) % stops.length;
      last = null;
      pick(stops[to]);
      stops[to].node.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && stops[stop]) pick(stops[stop]);
    else return;
    event.preventDefault();
  });

  return {
    /** Lights the segments of these marks, and the ground of the whole event faintly. */
    light(lit, ground = []) {
      const [bright, faint] = [new Set(lit.map(({ mark }) => mark)), new Set(ground.map(({ mark }) => mark))];
      for (const { node, marks: own } of segments) {
        node.classList.toggle("lit", own.some(({ mark }) => bright.has(mark)));
        node.classList.toggle("in-event", own.some(({ mark }) => faint.has(mark)));
      }
      return segments.find(({ marks: own }) => own.some(({ mark }) => bright.has(mark)))?.node ?? null;
    },
    /** Lights any stretch of the text, for words that a reason read. */
    lightStretch(start, end) {
      let first = null;
      for (const { node, start: from } of segments) {
        const to = Number(node.dataset.end);
        const inside = from < end && start < to;
        node.classList.toggle("lit", inside);
        if (inside) first ??= node;
      }
      return first;
    },
    hideKind(kind, hidden) {
      host.classList.toggle(`without-${kind}`, hidden);
    },
  };
}

/** The legend above the text, where kinds can be hidden; the same marks with their names. */
export function legend(onHide) {
  return el("fieldset", { class: "mark-legend" },
    el("legend", { text: "Marks" }),
    ...Object.entries(KINDS).map(([kind, { letter, name }]) =>
      el("label", {},
        el("input", { type: "checkbox", checked: true, onchange: (event) => onHide(kind, !event.target.checked) }),
        el("mark", { class: `mark mark-${kind}`, dataset: { depth: "0", letter }, text: name }))));
}

/** The code points, from the start of the text, between which the reader selected. */
export function selectedStretch(host, selection = getSelection()) {
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const point = (node, offset, forward) => {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : (node.childNodes[offset] ?? node);
    const seg = (element.nodeType === Node.TEXT_NODE ? element.parentElement : element).closest?.(".seg");
    if (!seg || !host.contains(seg)) return forward ? null : undefined;
    const before = document.createRange();
    before.selectNodeContents(seg);
    if (seg.contains(node)) before.setEnd(node, offset);
    else before.collapse(true);
    return Number(seg.dataset.start) + [...before.toString()].length;
  };
  const start = point(range.startContainer, range.startOffset, true);
  const end = point(range.endContainer, range.endOffset, false);
  if (start === null || start === undefined || end === null || end === undefined || end <= start) return null;
  return { start, end, text: range.toString() };
}
