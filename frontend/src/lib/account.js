// An account is a list of weights that add up; each gets a bar, hatched where it takes away.

import { el } from "./dom.js";

export function accountBars(root) {
  const entries = [...root.querySelectorAll("[data-weight]")];
  const most = Math.max(...entries.map((entry) => Math.abs(Number(entry.dataset.weight))), 0.01);
  for (const entry of entries) {
    const weight = Number(entry.dataset.weight);
    const bar = el("span", { class: weight < 0 ? "account-bar down" : "account-bar", "aria-hidden": "true" });
    bar.style.width = `${((6 * Math.abs(weight)) / most).toFixed(2)}rem`;
    entry.append(" ", bar);
  }
}
