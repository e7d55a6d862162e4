// The form for an event that was missed: the marked words are its trigger, the rest is chosen with
// search. It becomes a decision like any other, undone in the same way.

import { announce, el } from "../lib/dom.js";
import { postJson } from "../lib/page.js";
import { rememberedPerson } from "../lib/person.js";
import { actorField, placeField, STANDINGS, typeField } from "./fields.js";

export function missedEvent(data, stretch, text) {
  const type = typeField("Type", null);
  const sources = actorField("Who (source)", []);
  const targets = actorField("To whom (target)", []);
  const place = placeField("Where", null);
  const date = el("input", { type: "date", value: data.article.published ?? "" });
  const standing = el("select", {}, ...STANDINGS.map((name) => el("option", { value: name, text: name })));
  const person = el("input", { name: "person", required: true, value: rememberedPerson(), autocomplete: "off" });
  const note = el("input", {});
  const failed = el("p", { class: "error", role: "alert", hidden: true });
  const dialog = el("dialog", { "aria-labelledby": "missed-title" },
    el("form", { method: "dialog", onsubmit: save },
      el("h2", { id: "missed-title", text: "An event that was missed" }),
      el("p", {}, "At the words ", el("q", { dir: "auto", text: stretch.text })),
      el("div", { class: "fields" },
        type.node, sources.node, targets.node, place.node,
        el("label", {}, "When", date),
        el("label", {}, "Standing", standing),
        el("label", {}, "Your name", person),
        el("label", {}, "Note", note)),
      failed,
      el("p", {},
        el("button", { text: "Save" }), " ",
        el("button", { type: "button", onclick: () => dialog.close(), text: "Cancel" }))));
  dialog.addEventListener("close", () => {
    dialog.remove();
    text.focus();
  });
  document.body.append(dialog);
  dialog.showModal();

  async function save(event) {
    event.preventDefault();
    try {
      const chosen = type.value();
      await postJson("/api/reviews", {
        article: data.article.key, verdict: "missed", person: person.value.trim(), note: note.value,
        value: {
          trigger: stretch.text, start: stretch.start, end: stretch.end,
          type: chosen?.type ?? "", mode: chosen?.mode ?? null,
          sources: sources.value(), targets: targets.value(), place: place.value(),
          date: date.value || null, figures: [], status: standing.value, claim: null,
        },
      });
      dialog.close();
      announce("The missed event is saved.");
      // The page lists missed events; it is the server's to draw.
      location.reload();
    } catch (error) {
      failed.textContent = error.message;
      failed.hidden = false;
    }
  }
}
