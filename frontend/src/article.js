// An article: its text with marks, beside it a card for each event. A click on a field lights its
// words, a click on words lights the field; marking words with the mouse or the keyboard and
// pressing "m" adds an event that was missed.

import { accountBars } from "./lib/account.js";
import { el, isTyping } from "./lib/dom.js";
import { readOnly } from "./lib/page.js";
import { missedEvent } from "./review/missed.js";
import { legend, selectedStretch, textMarks } from "./text/marks.js";

/** Makes the content of a field a button that lights its words. */
function lightButton(field, onLight) {
  const blocks = "a, button, ul, ol, dl, table, details, div, p";
  const button = el("button", { type: "button", class: "light", onclick: onLight });
  if (field.querySelector(blocks)) {
    button.textContent = "words";
    field.append(" ", button);
  } else {
    button.append(...field.childNodes);
    field.append(button);
  }
}

export function start(data) {
  const text = document.getElementById("text");
  if (!text) return;
  const cards = new Map([...document.querySelectorAll(".card[data-event]")].map((card) => [card.dataset.event, card]));
  const ofEvent = (event) => data.marks.filter((mark) => mark.event === event);
  const marks = textMarks(text, data.marks, {
    onMark: (mark) => {
      light(mark.event, mark.field);
      const field = cards.get(mark.event)?.querySelector(`[data-field="${mark.field}"]`);
      (field ?? cards.get(mark.event))?.scrollIntoView({ block: "nearest" });
    },
  });
  text.before(legend(marks.hideKind));

  function light(event, field) {
    const own = ofEvent(event);
    const lit = field
      ? own.filter((mark) => mark.field === field && mark.kind !== "claim")
      : own.filter(({ kind }) => kind !== "evidence" && kind !== "claim");
    for (const [id, card] of cards) {
      card.classList.toggle("lit", id === event);
      for (const node of card.querySelectorAll("[data-field]")) {
        node.classList.toggle("lit", id === event && node.dataset.field === field);
      }
    }
    return marks.light(lit, own.filter(({ kind }) => kind === "evidence"));
  }

  for (const [event, card] of cards) {
    for (const field of card.querySelectorAll("[data-field]")) {
      if (!ofEvent(event).some((mark) => mark.field === field.dataset.field)) continue;
      lightButton(field, () => light(event, field.dataset.field)?.scrollIntoView({ block: "nearest" }));
    }
    account(card, (reason) => {
      light(event, null);
      marks.lightStretch(reason.start, reason.end)?.scrollIntoView({ block: "nearest" });
    });
  }

  function fromAddress() {
    const id = decodeURIComponent(location.hash.slice(1));
    const card = id.startsWith("e-") ? cards.get(document.getElementById(id)?.dataset.event) : null;
    if (card) light(card.dataset.event, null)?.scrollIntoView({ block: "center" });
  }
  addEventListener("hashchange", fromAddress);
  fromAddress();
  if (!readOnly()) marking(text, data);
}

/** The account of confidence: from its start, bar by bar, to its end; each bar lights its words. */
function account(card, onLight) {
  const why = card.querySelector("details.why");
  if (!why) return;
  accountBars(why);
  for (const node of why.querySelectorAll("[data-start][data-end]")) {
    const stretch = { start: Number(node.dataset.start), end: Number(node.dataset.end) };
    node.append(" ", el("button", { type: "button", class: "light", onclick: () => onLight(stretch), text: "words" }));
  }
}

/** Marked words get a button, and the key "m", that open the form for a missed event. */
function marking(text, data) {
  const button = el("button", { type: "button", class: "add-event", hidden: true, text: "Add a missed event here (m)" });
  document.body.append(button);
  let stretch = null;

  document.addEventListener("selectionchange", () => {
    const now = selectedStretch(text);
    if (now) stretch = now;
    button.hidden = !now;
    if (!now) return;
    const at = getSelection().getRangeAt(0).getBoundingClientRect();
    button.style.insetBlockStart = `${at.bottom + scrollY + 6}px`;
    button.style.left = `${Math.max(8, Math.min(at.left + scrollX, innerWidth - 240))}px`;
  });
  const open = () => {
    if (stretch) missedEvent(data, stretch, text);
    button.hidden = true;
  };
  // Pressing the mouse would clear the selection before the click arrives.
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", open);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "m" || isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!selectedStretch(text)) return;
    event.preventDefault();
    open();
  });
}
