import assert from "node:assert/strict";
import test from "node:test";
import { changes } from "../src/review/correcting.js";
import { typeAndMode } from "../src/review/fields.js";

test("a type may come with its mode", () => {
  assert.deepEqual(typeAndMode("PROTEST:demo"), { type: "PROTEST", mode: "demo" });
  assert.deepEqual(typeAndMode("coerce"), { type: "COERCE", mode: null });
});

test("only changed fields become decisions", () => {
  const before = { type: "PROTEST", mode: null, place: { name: "Minsk", country: "BLR" }, date: null };
  const after = { ...before, place: { name: "Brest", country: "BLR" }, date: "2020-08-16" };
  assert.deepEqual(changes(before, after), [["place", after.place], ["date", "2020-08-16"]]);
  assert.deepEqual(changes(before, { ...before, place: { ...before.place } }), []);
});
