// An incident: its place on the map, and in the claim table the numbers that belong together. The
// table itself, with its folded copies and badges, is the server's and works without this.

import { accountBars } from "./lib/account.js";
import { el } from "./lib/dom.js";
import { worldMap } from "./overview/map.js";

export async function start(data) {
  relations(document.getElementById("claims"));
  for (const account of document.querySelectorAll("#pairs .account")) accountBars(account);
  const host = document.getElementById("map");
  const place = data.place ?? data.incident?.place;
  if (!host || !place || place.latitude === null || place.latitude === undefined) return;
  const drawing = el("div", { class: "drawing" });
  host.append(drawing);
  await worldMap(drawing).show([{
    key: String(place.geonameid ?? place.name), name: place.name, lat: place.latitude, lon: place.longitude,
    precision: place.precision, count: (data.reports ?? data.incident?.reports ?? []).length || 1, chosen: false,
  }]);
}

/** Resting on a badge, or reaching it by keyboard, lights the other numbers that it speaks of. */
function relations(claims) {
  if (!claims) return;
  const cells = (id) => claims.querySelectorAll(`[data-report="${CSS.escape(id)}"]`);
  const set = (event, on) => {
    const badge = event.target.closest?.("[data-with]");
    if (!badge) return;
    for (const id of badge.dataset.with.split(" ").filter(Boolean)) {
      for (const cell of cells(id)) cell.classList.toggle("related", on);
    }
  };
  for (const [name, on] of [["pointerover", true], ["pointerout", false], ["focusin", true], ["focusout", false]]) {
    claims.addEventListener(name, (event) => set(event, on));
  }
}
