// Light or dark as the system has it, unless the reader chose one on this machine.

import { el } from "./dom.js";

const KEY = "desk-theme";
const NEXT = { system: "light", light: "dark", dark: "system" };

function stored() {
  try {
    return localStorage.getItem(KEY) ?? "system";
  } catch {
    return "system";
  }
}

export function theme() {
  const apply = (value) => {
    if (value === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = value;
  };
  let value = stored();
  apply(value);
  const button = el("button", { type: "button", class: "theme-button" });
  const label = () => {
    button.textContent = `Colours: ${value}`;
  };
  label();
  button.addEventListener("click", () => {
    value = NEXT[value] ?? "system";
    apply(value);
    label();
    try {
      localStorage.setItem(KEY, value);
    } catch {
      // A browser that keeps nothing: the choice holds for this page.
    }
  });
  (document.querySelector("[data-theme-here]") ?? document.querySelector("header nav") ?? document.querySelector("header"))?.append(button);
}
