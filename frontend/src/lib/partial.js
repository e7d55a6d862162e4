// Parts of a page are fetched and swapped by htmx, kept to what the desk's policy allows: nothing is
// evaluated, no styles are added, no other origin is asked, and no page is kept in storage.

import htmx from "htmx.org";

export function startHtmx() {
  Object.assign(htmx.config, {
    allowEval: false,
    allowScriptTags: false,
    includeIndicatorStyles: false,
    selfRequestsOnly: true,
    historyEnabled: false,
    historyCacheSize: 0,
    refreshOnHistoryMiss: true,
    // Error answers are told to the reader by the page, not swapped in.
    globalViewTransitions: false,
  });
}

/** Fetches `address` and puts its part with this id in the place of ours. */
export function swapPart(address, id) {
  return htmx.ajax("GET", address, { target: `#${id}`, select: `#${id}`, swap: "outerHTML" });
}
