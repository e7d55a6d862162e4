// What the server hands a page along with its markup, and how scripts ask it for more.

export function pageData(root = document) {
  const node = root.querySelector("#page-data");
  return node ? JSON.parse(node.textContent) : {};
}

export const readOnly = () => "readOnly" in document.body.dataset && document.body.dataset.readOnly !== "false";

/** An error as the API words it: what happened, and what to do. */
export class DeskError extends Error {
  constructor({ code, message, hint }) {
    super(hint ? `${message} ${hint}` : message);
    this.code = code;
  }
}

async function answered(response) {
  const text = await response.text();
  let body = null;
  try {
    body = text ? JSON.parse(text) : null;
  } catch {
    body = null;
  }
  if (response.ok) return body;
  throw new DeskError(body?.error ?? { code: "failed", message: `The desk answered ${response.status}.` });
}

export async function getJson(address, signal = undefined) {
  return answered(await fetch(address, { headers: { Accept: "application/json" }, signal }));
}

export async function postJson(address, body) {
  return answered(
    await fetch(address, {
      method: "POST",
      headers: { Accept: "application/json", "Content-Type": "application/json" },
      body: JSON.stringify(body),
    }),
  );
}
