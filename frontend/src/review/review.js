// The queue by keyboard: j and k move, a accepts, c corrects, r rejects, u is unsure, z takes the
// last decision back. Every decision goes to the server at once and stays where it was in the list.

import { announce, el, isTyping } from "../lib/dom.js";
import { getJson, postJson, readOnly } from "../lib/page.js";
import { rememberedPerson } from "../lib/person.js";
import { correcting } from "./correcting.js";

const VERDICTS = { a: "accept", r: "reject", u: "unsure" };
const DONE = { accept: "Accepted", reject: "Rejected", unsure: "Unsure", correct: "Corrected" };

export function start(data) {
  const queue = document.getElementById("queue");
  if (!queue) return;
  const items = [...queue.querySelectorAll("li[data-event]")];
  const entries = new Map((data.queue ?? []).map((entry) => [entry.event, entry]));
  const made = [];
  let at = -1;

  function go(to, { focus = true } = {}) {
    if (!items.length) return;
    at = Math.min(Math.max(to, 0), items.length - 1);
    items.forEach((item, index) => {
      item.tabIndex = index === at ? 0 : -1;
      if (index === at) item.setAttribute("aria-current", "true");
      else item.removeAttribute("aria-current");
    });
    if (focus) {
      items[at].focus({ preventScroll: true });
      items[at].scrollIntoView({ block: "nearest" });
    }
    duplicates(items[at]);
  }

  function onward() {
    const next = items.findIndex((item, index) => index > at && !("decided" in item.dataset));
    go(next < 0 ? at : next);
  }

  const person = document.getElementById("person");
  if (person) oneName(items);

  function personOf() {
    const name = (person?.value ?? rememberedPerson()).trim();
    if (name) return name;
    person?.focus();
    throw new Error("Say who you are first: your name stands above the list.");
  }

  async function decide(item, { verdict, field = null, value = null }) {
    const note = item.querySelector("[name=note]")?.value ?? "";
    const review = await postJson("/api/reviews", {
      report: item.dataset.event, field, verdict, value, person: personOf(), note,
    });
    made.push({ item, review });
    told(item, `${DONE[verdict]}${field ? `: ${field}` : ""}`);
    item.dataset.decided = verdict;
    return review;
  }

  async function attempt(item, action) {
    try {
      await action();
    } catch (error) {
      told(item, error.message, "error");
    }
  }

  async function undo() {
    const last = made.pop();
    if (!last) {
      announce("Nothing to undo here.");
      return;
    }
    await attempt(last.item, async () => {
      await postJson(`/api/reviews/${encodeURIComponent(last.review.id)}/undo`, { person: personOf() });
      delete last.item.dataset.decided;
      told(last.item, "Taken back");
      go(items.indexOf(last.item));
    });
  }

  function told(item, message, kind = "decision") {
    let place = item.querySelector(":scope .decision-told");
    if (!place) {
      place = el("p", { class: "decision-told" });
      item.append(place);
    }
    place.className = `decision-told ${kind}`;
    place.textContent = message;
    announce(message);
  }

  async function duplicates(item) {
    if ("looked" in item.dataset) return;
    item.dataset.looked = "yes";
    try {
      const { similar } = await getJson(`/api/events/${encodeURIComponent(item.dataset.event)}`);
      if (!similar?.length) return;
      item.append(el("details", { class: "duplicate" },
        el("summary", { text: `Perhaps told before: ${similar.length} like it` }),
        el("ul", {}, ...similar.map((other) => el("li", {},
          el("a", { href: `/articles/${encodeURIComponent(other.article_key)}#e-${encodeURIComponent(other.id)}`, dir: "auto",
            text: other.title || other.evidence }),
          " ", el("small", { dir: "auto", text: [other.outlet, other.date_start].filter(Boolean).join(", ") }))))));
    } catch {
      // Only a warning is missing; the next visit asks again.
      delete item.dataset.looked;
    }
  }

  function correct(item) {
    const open = item.querySelector(".correcting");
    if (open) {
      open.querySelector("input, select, button").focus();
      return;
    }
    const form = correcting(entries.get(item.dataset.event) ?? {}, {
      onSave: (changes) => attempt(item, async () => {
        for (const [field, value] of changes) await decide(item, { verdict: "correct", field, value });
        form.remove();
        onward();
      }),
      onCancel: () => {
        form.remove();
        item.focus();
      },
    });
    item.append(form);
    form.querySelector("input, select").focus();
  }

  function act(item, verdict) {
    if (verdict === "correct") correct(item);
    else attempt(item, async () => {
      await decide(item, { verdict });
      onward();
    });
  }

  queue.addEventListener("focusin", (event) => {
    const item = event.target.closest("li[data-event]");
    if (item && items.indexOf(item) !== at) go(items.indexOf(item), { focus: false });
  });
  queue.addEventListener("submit", (event) => {
    const form = event.target.closest("form.decide");
    if (!form || !event.submitter?.value) return;
    event.preventDefault();
    act(form.closest("li[data-event]"), event.submitter.value);
  });
  document.addEventListener("keydown", (event) => {
    if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.key === "j") go(at + 1);
    else if (event.key === "k") go(at - 1);
    else if (readOnly() || !items[at]) return;
    else if (event.key === "c") correct(items[at]);
    else if (event.key === "z") undo();
    else if (VERDICTS[event.key]) act(items[at], VERDICTS[event.key]);
    else return;
    event.preventDefault();
  });
  go(0, { focus: false });
}

/** One name above the list serves all: without scripts each form has a field of its own. */
function oneName(items) {
  for (const item of items) {
    for (const field of item.querySelectorAll("form.decide [name=person]")) {
      field.required = false;
      (field.closest("label") ?? field).hidden = true;
    }
  }
}
