// The overview: one address, one set of filters, four drawings and a table that all show the same
// events. A change of a filter is a new address; going back brings the former view.

import { choosing } from "../lib/choosing.js";
import { announce, el, once, plural } from "../lib/dom.js";
import { getJson, pageData } from "../lib/page.js";
import { swapPart } from "../lib/partial.js";
import { crowdSizes } from "./crowds.js";
import { extent } from "./days.js";
import { changed, fieldsOf, fillForm, queryOf, sameEvents } from "./filters.js";
import { worldMap } from "./map.js";
import { whoToWhom } from "./matrix.js";
import { timeLine } from "./timeline.js";

/** Puts a drawing into its figure, before what the server rendered there. */
function slot(id) {
  const figure = document.getElementById(id);
  if (!figure) return null;
  let place = figure.querySelector(":scope > .drawing");
  if (!place) {
    place = el("div", { class: "drawing" });
    const caption = figure.querySelector(":scope > figcaption");
    if (caption) caption.after(place);
    else figure.prepend(place);
  }
  return place;
}

export function points(map, filters) {
  const chosen = new Set(filters.getAll("place"));
  return map.places.map((place) => ({
    key: place.key,
    name: place.name,
    lat: place.latitude ?? Number.NaN,
    lon: place.longitude ?? Number.NaN,
    precision: place.precision,
    count: place.events,
    chosen: chosen.has(place.key),
  }));
}

export async function start(data) {
  const form = document.getElementById("filters");
  const views = {
    map: worldMap(slot("map"), {
      onPlace: (point) => toggle("place", point.key),
      onBox: (box) => go(changed(filters(), { bbox: [box.join(",")] })),
    }),
    time: timeLine(slot("timeline"), {
      onRange: (from, to) => go(changed(filters(), { from: from ? [from] : [], to: to ? [to] : [] })),
      onTypes: (types, on) => go(withTypes(types, on)),
    }),
    crowds: crowdSizes(slot("crowds")),
    matrix: whoToWhom(slot("matrix"), {
      onPair: (source, target, on) =>
        go(changed(filters(), { source: on ? [source] : [], target: on ? [target] : [] })),
      onOther: (by) => otherMatrix(by),
    }),
  };
  let asked = null;
  let by = "code";
  let shownFor = filters();

  function filters() {
    return new URLSearchParams(location.search);
  }

  function toggle(name, value) {
    const now = filters();
    const values = now.getAll(name);
    const next = values.includes(value) ? values.filter((v) => v !== value) : [...values, value];
    go(changed(now, { [name]: next }));
  }

  function withTypes(types, on) {
    const values = filters().getAll("type").filter((type) => !types.includes(type));
    return changed(filters(), { type: on ? [...values, ...types] : values });
  }

  async function show(seen) {
    const now = filters();
    const days = extent(seen.timeline.bars, seen.crowds.crowds);
    views.time.show(seen.timeline, now, days);
    views.crowds.show(seen.crowds, days);
    views.matrix.show(seen.matrix, now);
    await views.map.show(points(seen.map, now));
  }

  async function otherMatrix(next) {
    by = next;
    const query = filters();
    query.delete("page");
    query.set("by", by);
    views.matrix.show(await getJson(`/api/matrix?${query}`), filters());
  }

  /** Goes to the view of these filters: into the address, into the form, into every drawing. */
  async function go(query, { push = true } = {}) {
    const address = query.size ? `?${query}` : location.pathname;
    if (push) history.pushState({ desk: true }, "", address);
    fillForm(form, query);
    const events = sameEvents(shownFor, query);
    shownFor = query;
    if (events) await swapPart(location.href, "events");
    else await refresh();
  }

  async function refresh() {
    asked?.abort();
    const mine = new AbortController();
    asked = mine;
    document.body.dataset.busy = "yes";
    performance.mark("desk-asked");
    try {
      const response = await fetch(location.href, { headers: asking(openTwins()), signal: mine.signal });
      if (!response.ok) throw new Error(await messageOf(response));
      performance.mark("desk-answered");
      const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
      const seen = pageData(fresh);
      swap(fresh);
      await show(by === "code" ? seen : { ...seen, matrix: await getJson(`/api/matrix?${withBy()}`) });
      announce(`${plural(seen.events, "event")} shown.`);
      // After the frame that shows it: that is when the reader sees the change.
      requestAnimationFrame(() => setTimeout(filtered));
    } catch (error) {
      if (error.name !== "AbortError") tellError(error.message);
    } finally {
      if (asked === mine) delete document.body.dataset.busy;
    }
  }

  function filtered() {
    performance.mark("desk-filtered");
    const main = document.getElementById("main");
    main.dataset.filtered = String(performance.getEntriesByName("desk-filtered").length);
  }

  function withBy() {
    const query = filters();
    query.set("by", by);
    return query;
  }

  function fromForm() {
    const query = queryOf(fieldsOf(form));
    if (query.toString() !== filters().toString()) go(query);
  }

  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    fromForm();
  });
  for (const name of ["actor", "source", "target", "place"]) {
    for (const input of form?.querySelectorAll(`[name=${name}]`) ?? []) {
      choosing(input, name === "place" ? "places" : "actors");
    }
  }
  form?.addEventListener("chosen", () => fromForm());
  form?.addEventListener("change", once(fromForm, 60));
  form?.addEventListener("input", (event) => {
    if (event.target.type === "search" || event.target.type === "text") typed();
  });
  const typed = once(fromForm, 350);
  // A link that only changes the filters (a facet, "clear", a page of the table) stays on this page.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const to = new URL(link.href);
    if (to.origin !== location.origin || to.pathname !== location.pathname || to.hash) return;
    event.preventDefault();
    go(to.searchParams);
  });
  document.addEventListener("toggle", (event) => {
    if (event.target.open && event.target.matches?.("details.twin[data-later]")) fetchTwin(event.target);
  }, true);
  narrow();
  addEventListener("popstate", () => go(filters(), { push: false }));
  await show(data);
  performance.mark("desk-painted");
}

/** What a filter asks for: only the part that changes, and of the tables only those that are open. */
const asking = (twins) => ({ "HX-Request": "true", "Desk-Twins": twins.join(",") });

const openTwins = () => [...document.querySelectorAll("details.twin[open]")].map((twin) => twin.closest("figure").id);

/** The table of a drawing that was left out when the filters changed. */
async function fetchTwin(twin) {
  const { id } = twin.closest("figure");
  const response = await fetch(location.href, { headers: asking([id]) });
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  const next = fresh.querySelector(`#${id} details.twin`);
  if (!response.ok || !next) return;
  next.open = true;
  twin.replaceWith(document.adoptNode(next));
  next.querySelector("summary").focus();
}

/** On a narrow screen the drawings come first: the filters are folded unless some are set. */
function narrow() {
  const box = document.querySelector("details.filters-box");
  if (box && matchMedia("(max-width: 60rem)").matches && !location.search) box.open = false;
}

async function messageOf(response) {
  try {
    return JSON.parse(await response.text()).error.message;
  } catch {
    return `The desk answered ${response.status}.`;
  }
}

function tellError(message) {
  let place = document.getElementById("desk-error");
  if (!place) {
    place = el("p", { id: "desk-error", class: "error", role: "alert" });
    document.getElementById("main").prepend(place);
  }
  place.textContent = message;
}

/** Takes over the parts of a fresh page that the server renders: table, counts, twins. */
export function swap(fresh) {
  document.getElementById("desk-error")?.remove();
  for (const id of ["events", "facets", "total", "page-data"]) {
    const [old, next] = [document.getElementById(id), fresh.getElementById(id)];
    if (old && next) old.replaceWith(document.adoptNode(next));
  }
  for (const old of document.querySelectorAll("details.twin")) {
    const figure = old.closest("figure")?.id ?? old.previousElementSibling?.id;
    const next = figure && (fresh.querySelector(`#${figure} details.twin`) ?? fresh.querySelector(`#${figure} + details.twin`));
    if (!next) continue;
    next.open = old.open;
    old.replaceWith(document.adoptNode(next));
  }
}
