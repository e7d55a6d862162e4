// Every page loads this; it looks at which page it is and brings in what that page needs.

import { pageData } from "./lib/page.js";
import { startHtmx } from "./lib/partial.js";
import { rememberPerson } from "./lib/person.js";
import { theme } from "./lib/theme.js";

const PAGES = {
  overview: () => import("./overview/overview.js"),
  article: () => import("./article.js"),
  incident: () => import("./incident.js"),
  review: () => import("./review/review.js"),
  data: () => import("./data.js"),
};

startHtmx();
theme();
rememberPerson();
const page = document.body.dataset.page;
if (page in PAGES) {
  const { start } = await PAGES[page]();
  await start(pageData());
}
// Tests and styles may wait for it: all listeners are in place.
document.documentElement.dataset.ready = "yes";
