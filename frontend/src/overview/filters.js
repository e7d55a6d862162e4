// Filters as parameters of the address. An empty field is no parameter, so that one view has one
// address, and the order is that of the form.

/** The names and values of a form's fields that say something. */
export function fieldsOf(form) {
  return [...new FormData(form).entries()].filter(([, value]) => typeof value === "string");
}

export function queryOf(fields) {
  const query = new URLSearchParams();
  for (const [name, value] of fields) {
    if (value.trim() !== "") query.append(name, value);
  }
  return query;
}

/** A copy with the values of some parameters replaced; a changed view starts at its first page. */
export function changed(query, changes) {
  const next = new URLSearchParams(query);
  next.delete("page");
  for (const [name, values] of Object.entries(changes)) {
    next.delete(name);
    for (const value of values) next.append(name, value);
  }
  return next;
}

const OF_THE_TABLE = ["page", "size", "sort"];

/** Whether two addresses show the same events, and differ in the table's page or order only. */
export function sameEvents(before, after) {
  const [a, b] = [changed(before, {}), changed(after, {})];
  for (const name of OF_THE_TABLE) {
    a.delete(name);
    b.delete(name);
  }
  return a.toString() === b.toString() && before.toString() !== after.toString();
}

/** One more field for a second value of a name: a copy of the first with its label. */
function another(field) {
  const label = field.closest("label") ?? field;
  const copy = label.cloneNode(true);
  // The copy of a search box is a plain field: its list of suggestions answers to the first one.
  copy.querySelector(".choices")?.remove();
  label.after(copy);
  return copy.matches("input") ? copy : copy.querySelector(`[name="${CSS.escape(field.name)}"]`);
}

/** Sets the form's fields to what the address says. */
export function fillForm(form, query) {
  if (!form) return;
  const used = new Map();
  for (const field of [...form.elements]) {
    if (!field.name) continue;
    const values = query.getAll(field.name);
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else if (field instanceof HTMLSelectElement && field.multiple) {
      for (const option of field.options) option.selected = values.includes(option.value);
    } else if (!["submit", "button", "reset"].includes(field.type)) {
      const at = used.get(field.name) ?? 0;
      used.set(field.name, at + 1);
      const value = values[at] ?? "";
      if (field instanceof HTMLSelectElement && value && ![...field.options].some((o) => o.value === value)) {
        field.add(new Option(value, value));
      }
      field.value = value;
      // What has fields for all of its values but this one gets one more.
      let last = field;
      const fields = form.querySelectorAll(`[name="${CSS.escape(field.name)}"]`).length;
      for (const more of values.slice(Math.max(fields, at + 1))) {
        last = another(last);
        last.value = more;
      }
    }
  }
}
