// A search box with a list below it (the combobox pattern): types, places and actors are looked up
// on the server while one types; what is chosen is handed on with its code and hint.

import { announce, el, once, plural } from "./dom.js";
import { getJson } from "./page.js";

let count = 0;

/**
 * Turns a text input into a search box for `kind` (types, places, actors).
 * `onChoose(found)` gets the entry; free text stays in the input as it was typed.
 */
export function choosing(input, kind, onChoose = () => {}) {
  count += 1;
  const list = el("ul", { id: `choices-${count}`, class: "choices", role: "listbox", hidden: true, "aria-label": "Suggestions" });
  let found = [];
  let at = -1;
  let asked = null;
  for (const [name, value] of Object.entries({
    role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) input.setAttribute(name, value);
  const box = el("span", { class: "choosing" });
  input.replaceWith(box);
  box.append(input, list);

  function close() {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function point(next) {
    at = (next + found.length) % found.length;
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
    input.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at].scrollIntoView({ block: "nearest" });
  }

  function choose(entry) {
    input.value = entry.label ?? entry.value;
    input.dataset.value = entry.value;
    close();
    onChoose(entry);
    input.dispatchEvent(new Event("chosen", { bubbles: true }));
  }

  const search = once(async () => {
    const words = input.value.trim();
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await getJson(`/api/search/${kind}?${new URLSearchParams({ q: words })}`, asked.signal);
      ({ found } = answer);
    } catch (error) {
      if (error.name === "AbortError") return;
      found = [];
    }
    if (document.activeElement !== input) return;
    list.replaceChildren(...found.map((entry, index) =>
      el("li", { id: `${list.id}-${index}`, role: "option", "aria-selected": "false", onpointerdown: (event) => {
        event.preventDefault();
        choose(entry);
      } },
      el("span", { dir: "auto", text: entry.label ?? entry.value }), " ",
      el("small", { dir: "auto", text: entry.hint ?? "" }))));
    list.hidden = !found.length;
    at = -1;
    input.setAttribute("aria-expanded", String(found.length > 0));
    announce(plural(found.length, "suggestion"));
  }, 120);

  input.addEventListener("input", () => {
    delete input.dataset.value;
    search();
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && list.hidden) search();
    else if (event.key === "ArrowDown") point(at + 1);
    else if (event.key === "ArrowUp" && !list.hidden) point(at < 0 ? -1 : at - 1);
    else if (event.key === "Enter" && at >= 0) choose(found[at]);
    else if (event.key === "Escape" && !list.hidden) close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return { clear: () => { input.value = ""; delete input.dataset.value; close(); } };
}
