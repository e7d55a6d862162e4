// The form that corrects an event: only what was changed becomes a decision, a field each.

import { el } from "../lib/dom.js";
import { actorField, placeField, STANDINGS, typeField } from "./fields.js";

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** Names as the queue has them: a list, or one text with semicolons. */
function actorsOf(names) {
  const list = Array.isArray(names) ? names : String(names ?? "").split(";");
  return list
    .map((one) => (typeof one === "string" ? { text: one.trim(), name: one.trim() } : one))
    .filter((one) => one.text || one.name);
}

/** The changed fields as pairs of name and value, in the form of hand-coded gold. */
export function changes(before, after) {
  return Object.keys(after).filter((field) => !same(before[field], after[field])).map((field) => [field, after[field]]);
}

export function correcting(entry, { onSave, onCancel }) {
  const type = typeField("Type", [entry.type, entry.mode].filter(Boolean).join(":"));
  const sources = actorField("Who (source)", actorsOf(entry.sources ?? entry.source_names));
  const targets = actorField("To whom (target)", actorsOf(entry.targets ?? entry.target_names));
  const placeName = entry.place_name ?? entry.place?.name;
  const place = placeField("Where", placeName ? { name: placeName, country: entry.country ?? entry.place?.country ?? null } : null);
  const day = entry.date_start ?? entry.date?.start ?? "";
  const date = el("input", { type: "date", value: day });
  const standing = el("select", {}, ...STANDINGS.map((name) => el("option", { value: name, text: name, selected: name === entry.status })));
  const read = () => {
    const chosen = type.value();
    return {
      type: chosen?.type ?? null, mode: chosen?.mode ?? null, sources: sources.value(), targets: targets.value(),
      place: place.value(), date: date.value || null, status: standing.value,
    };
  };
  const nothing = el("p", { class: "note", role: "status" });
  const form = el("form", { class: "correcting", "aria-label": "Correct this event", onsubmit: (event) => {
    event.preventDefault();
    const changed = changes(before, read());
    if (changed.length) onSave(changed);
    else nothing.textContent = "Nothing is changed yet.";
  } },
  el("div", { class: "fields" }, type.node, sources.node, targets.node, place.node,
    el("label", {}, "When", date), el("label", {}, "Standing", standing)),
  nothing,
  el("p", {},
    el("button", { text: "Save corrections" }), " ",
    el("button", { type: "button", onclick: onCancel, text: "Cancel" })));
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") onCancel();
  });
  const before = read();
  return form;
}
