// Fields of an event as form parts: each has a node to show and a value in the form of hand-coded
// gold, which is what a decision stores.

import { choosing } from "../lib/choosing.js";
import { el } from "../lib/dom.js";

export const STANDINGS = ["occurred", "ongoing", "planned", "conditional", "denied", "hypothetical", "habitual"];

/** "PROTEST" or "PROTEST:demo" as type and mode. */
export function typeAndMode(value) {
  const [type, mode] = value.split(/[:/ ]+/, 2);
  return { type: type.toUpperCase(), mode: mode || null };
}

export function typeField(label, now) {
  const input = el("input", { value: now ?? "", dir: "auto", spellcheck: "false" });
  const node = el("label", {}, label, input);
  choosing(input, "types");
  return { node, input, value: () => (input.value.trim() ? typeAndMode(input.dataset.value ?? input.value.trim()) : null) };
}

export function placeField(label, now) {
  const input = el("input", { value: now?.name ?? "", dir: "auto", spellcheck: "false" });
  let chosen = now;
  const node = el("label", {}, label, input);
  choosing(input, "places", (found) => {
    chosen = { name: found.label ?? found.value, country: found.country ?? null };
  });
  return {
    node,
    input,
    value: () => {
      const name = input.value.trim();
      if (!name) return null;
      return chosen?.name === name ? { name, country: chosen.country ?? null } : { name, country: null };
    },
  };
}

/** A list of actors: what is chosen or typed (Enter) becomes an entry that can be taken out again. */
export function actorField(label, now) {
  let actors = now.map(({ text, name, country, role }) => ({ text: text ?? name ?? "", name: name ?? null, country: country ?? null, role: role ?? null }));
  const input = el("input", { dir: "auto", spellcheck: "false" });
  const list = el("span", { class: "chosen-actors" });
  const node = el("div", { class: "actors" }, el("label", {}, label, input), list);
  choosing(input, "actors", (found) => {
    add({ text: found.label ?? found.value, name: found.label ?? found.value, country: found.country ?? null, role: found.role ?? null });
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !input.value.trim()) return;
    event.preventDefault();
    add(typed());
  });

  function typed() {
    const words = input.value.trim();
    return { text: words, name: words, country: null, role: null };
  }

  function add(actor) {
    actors = [...actors, actor];
    input.value = "";
    delete input.dataset.value;
    draw();
  }

  function draw() {
    list.replaceChildren(...actors.map((actor, at) =>
      el("button", { type: "button", "aria-label": `Take out ${actor.name ?? actor.text}`, onclick: () => {
        actors = actors.filter((_, index) => index !== at);
        draw();
        input.focus();
      } },
      el("span", { dir: "auto", text: actor.name ?? actor.text }), " ×")));
  }

  draw();
  return { node, input, value: () => (input.value.trim() ? [...actors, typed()] : actors) };
}
