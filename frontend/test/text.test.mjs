import assert from "node:assert/strict";
import test from "node:test";
import { kindsOf, next } from "../src/text/marks.js";

const MARKS = [
  { mark: 0, kind: "evidence", start: 0, end: 60 },
  { mark: 1, kind: "source", start: 0, end: 20 },
  { mark: 2, kind: "place", start: 4, end: 9 },
  { mark: 3, kind: "source", start: 4, end: 12 },
];

test("lines nest with the longest mark outermost, and grounds draw no line", () => {
  assert.deepEqual(kindsOf(MARKS), ["source", "place"]);
});

test("clicks on one segment go through its marks, the shortest first, and round again", () => {
  const seen = [];
  let last = null;
  for (let click = 0; click < 4; click += 1) {
    last = next(MARKS, last).mark;
    seen.push(last);
  }
  assert.deepEqual(seen, [2, 3, 1, 2]);
  assert.equal(next([MARKS[0]], null), null);
});
