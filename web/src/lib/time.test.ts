import { expect, test } from "vitest";
import { ago, clockTime, DAY, span, until } from "./time.ts";

const NOW = Date.UTC(2026, 10, 25, 12, 0, 0);

test.each([
  [0, "just now"],
  [59_999, "just now"],
  [-5_000, "just now"],
  [60_000, "1 minute ago"],
  [3 * 3_600_000, "3 hours ago"],
  [41 * DAY + 1, "41 days ago"],
])("%d ms ago is said as %s", (ms, words) => {
  expect(ago(NOW - ms, NOW)).toBe(words);
});

test.each([
  [-1, "in 0 s"],
  [11_200, "in 12 s"],
  [119_000, "in 119 s"],
  [120_000, "in 2 minutes"],
  [90 * 60_000, "in 2 hours"],
  [26.5 * DAY, "in 27 days"],
])("what comes in %d ms comes %s", (ms, words) => {
  expect(until(NOW + ms, NOW)).toBe(words);
});

test("a length is told in its largest whole unit", () => {
  expect(span(25 * 3_600_000)).toBe("1 day");
  expect(span(40_000)).toBe("40 seconds");
});

test("a time of another day names the day", () => {
  const noon = new Date(2026, 10, 25, 12, 0).getTime();
  expect(clockTime(new Date(2026, 10, 25, 14, 20).getTime(), noon)).toBe("14:20");
  expect(clockTime(new Date(2026, 10, 27, 9, 5).getTime(), noon)).toBe("27 Nov, 09:05");
});
