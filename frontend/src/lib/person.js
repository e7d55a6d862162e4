// Who decides: the name given last on this machine stands in every field that asks for it.

const KEY = "desk-person";

function read() {
  try {
    return localStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}

/** The name that the server or this machine remembers. */
export const rememberedPerson = () => document.body.dataset.person || read();

export function rememberPerson() {
  for (const field of document.querySelectorAll("input[name=person]:not([type=hidden])")) {
    if (!field.value) field.value = rememberedPerson();
  }
  document.addEventListener("change", ({ target }) => {
    if (target.name !== "person" || !target.value.trim()) return;
    try {
      localStorage.setItem(KEY, target.value.trim());
    } catch {
      // A browser that keeps nothing: the name holds for this page.
    }
  });
}
