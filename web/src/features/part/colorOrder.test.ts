import { expect, test } from "vitest";
import { FIRST_COLORS, shownColors, usualOrder } from "./colorOrder.ts";
import { color } from "./colors.fixture.ts";

test("the colors known most come first", () => {
  expect(usualOrder([color(1, 5), color(5, 90), color(11, 30)], [])).toEqual([5, 11, 1]);
});

test("a refresh moves nothing under the pointer: new ones come last, gone ones leave", () => {
  expect(usualOrder([color(1, 99), color(5, 1), color(7, 50)], [5, 11, 1])).toEqual([5, 1, 7]);
});

test("a chosen color is never hidden", () => {
  const many = Array.from({ length: 30 }, (_, index) => color(index, 100 - index));
  const order = usualOrder(many, []);
  expect(shownColors(many, order, 3, false)).toHaveLength(FIRST_COLORS);
  expect(shownColors(many, order, 29, false)).toHaveLength(30);
  expect(shownColors(many, order, null, true)).toHaveLength(30);
});
