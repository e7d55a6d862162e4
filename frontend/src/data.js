// Imports: files can be dropped on the form, and what is being read tells how far it is.

import { announce, el, plural } from "./lib/dom.js";
import { getJson } from "./lib/page.js";
import { swapPart } from "./lib/partial.js";

const WAIT = 700;
const FINAL = new Set(["done", "failed"]);

export function start() {
  const form = document.getElementById("import");
  if (form) dropping(form);
  followAll();
}

/** Follows the jobs that go on; when all are over, the server draws the list with their results. */
async function followAll() {
  const jobs = [...document.querySelectorAll("#jobs [data-job]")].filter((job) => !FINAL.has(job.dataset.state));
  if (!jobs.length) return;
  await Promise.all(jobs.map(follow));
  await swapPart(location.pathname, "jobs");
  announce("The import is done.");
}

/** Files dropped anywhere on the form go into its file field, so that they are sent as chosen ones. */
function dropping(form) {
  const field = form.querySelector("input[type=file]");
  if (!field) return;
  const over = (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    form.classList.add("dropping");
  };
  form.addEventListener("dragenter", over);
  form.addEventListener("dragover", over);
  form.addEventListener("dragleave", () => form.classList.remove("dropping"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("dropping");
    if (!event.dataTransfer.files.length) return;
    field.files = event.dataTransfer.files;
    announce(`${plural(field.files.length, "file")} chosen.`);
  });
}

/** Asks how a job is doing until it is over. */
async function follow(node) {
  const bar = el("progress", { max: 1, "aria-label": "Progress" });
  const words = el("span", { role: "status" });
  node.append(" ", bar, " ", words);
  for (;;) {
    let job = null;
    try {
      job = await getJson(`/api/imports/${encodeURIComponent(node.dataset.job)}`);
    } catch (error) {
      words.textContent = error.message;
      bar.remove();
      return;
    }
    // A bar without a value tells that something goes on whose end nobody knows yet.
    if (job.total) {
      bar.max = job.total;
      bar.value = job.done;
    } else bar.removeAttribute("value");
    const of = job.total ? ` of ${job.total}` : "";
    words.textContent = `${job.state}: ${job.done}${of}, ${plural(job.reports ?? 0, "event")}`;
    if (FINAL.has(job.state)) {
      bar.remove();
      return;
    }
    await new Promise((resolve) => { setTimeout(resolve, WAIT); });
  }
}
