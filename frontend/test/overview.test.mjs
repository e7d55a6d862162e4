import assert from "node:assert/strict";
import test from "node:test";
import { BANDS, inBands } from "../src/overview/bands.js";
import { extent, spanName, toIso, toTime } from "../src/overview/days.js";
import { changed, queryOf, sameEvents } from "../src/overview/filters.js";
import { balance, shade } from "../src/overview/matrix.js";
import { box, middle, nearest, radius, within } from "../src/overview/spots.js";

test("every event of a bar falls in exactly one band", () => {
  const types = { PROTEST: 3, COERCE: 2, AID: 1, RETREAT: 4, SOMETHING: 5 };
  assert.equal(inBands(types).reduce((a, b) => a + b, 0), 15);
  assert.equal(BANDS.flatMap((band) => band.types).length, 16);
  assert.equal(inBands({ SOMETHING: 5 }).at(-1), 5);
});

test("days stay days in every time zone, and bars are called by their step", () => {
  assert.equal(toIso(toTime("2020-08-16")), "2020-08-16");
  assert.equal(spanName({ start: "2020-08-16", end: "2020-08-16" }, "day"), "August 16, 2020");
  assert.equal(spanName({ start: "2020-08-01", end: "2020-08-31" }, "month"), "August 2020");
  assert.equal(spanName({ start: "2020-01-01", end: "2020-12-31" }, "year"), "2020");
  const bars = [{ start: "2020-08-09", end: "2020-08-09" }];
  assert.deepEqual(extent(bars, [{ start: "2020-08-16" }]).map(toIso), ["2020-08-08", "2020-08-18"]);
  const long = extent([...bars, { start: "2020-12-01", end: "2020-12-31" }], []);
  assert.deepEqual(long.map(toIso), ["2020-08-09", "2021-01-01"]);
  assert.equal(extent([], []), null);
});

test("an address has no empty parameters, and a changed filter starts at the first page", () => {
  assert.equal(queryOf([["type", "PROTEST"], ["q", " "], ["type", "COERCE"]]).toString(), "type=PROTEST&type=COERCE");
  const before = new URLSearchParams("type=PROTEST&page=4&outlet=");
  assert.equal(changed(before, { place: ["625144"] }).toString(), "type=PROTEST&outlet=&place=625144");
  assert.equal(before.get("page"), "4");
});

test("a turned page of the table is no other view", () => {
  const at = (text) => new URLSearchParams(text);
  assert.ok(sameEvents(at("type=AID"), at("type=AID&page=2")));
  assert.ok(sameEvents(at("type=AID&page=2"), at("type=AID&page=3&sort=type")));
  assert.ok(!sameEvents(at("type=AID"), at("type=AID")));
  assert.ok(!sameEvents(at("type=AID&page=2"), at("page=2")));
});

test("shades grow with the count and stay within five; quads weigh cooperation against conflict", () => {
  const shades = [0, 1, 2, 5, 20, 100].map((count) => shade(count, 100));
  assert.deepEqual(shades, [...shades].sort((a, b) => a - b));
  assert.equal(shades[0], 0);
  assert.equal(shade(100, 100), 5);
  assert.deepEqual(balance({ 1: 2, 3: 4, 4: 1 }), { together: 2, against: 5 });
});

test("what is in sight of the map is a box, also across the date line", () => {
  assert.deepEqual(box([[20, 40], [30, 50], [25, 45]], 25), [20, 40, 30, 50]);
  const across = box([[170, -10], [-170, 5]], 180);
  assert.deepEqual(across, [170, -10, -170, 5]);
  const [west, south, east, north] = across;
  assert.ok(within([[west, south], [east, north]], 179, 0));
  assert.ok(within([[west, south], [east, north]], -175, 0));
  assert.ok(!within([[west, south], [east, north]], 0, 0));
  assert.equal(Math.round(Math.abs(middle([{ lon: 170 }, { lon: -170 }]))), 180);
  assert.equal(middle([]), 0);
  const [grown, base] = [radius(4, 4) - 3, radius(1, 4) - 3];
  assert.ok(Math.abs(grown ** 2 - 4 * base ** 2) < 1e-9);
  const [from, right, below] = [{ at: [0, 0] }, { at: [5, 1] }, { at: [0, 9] }];
  assert.equal(nearest([from, right, below], from, [1, 0]), right);
  assert.equal(nearest([from, right, below], from, [0, 1]), below);
  assert.equal(nearest([from, right, below], from, [-1, 0]), null);
});
