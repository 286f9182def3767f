import { expect, test } from "vitest";
import { chosenColor } from "./chosenColor.ts";
import { color } from "./colors.fixture.ts";

const COLORS = [color(1, 20), color(5, 90), color(11, 90)];

test.each([
  ["the address comes first, even with a color that is not known", 99, 1, COLORS, 99],
  ["color 0 of the address is a color", 0, 1, COLORS, 0],
  ["then the color chosen last", null, 1, COLORS, 1],
  ["unless this part is not known in it: then the most known", null, 99, COLORS, 5],
  ["the first of two that are known equally often", null, null, COLORS, 5],
  ["nothing is chosen before colors are there", null, 1, undefined, null],
  ["nor where none are known", null, 1, [], null],
])("%s", (_, asked, last, colors, expected) => {
  expect(chosenColor(asked, last, colors)).toBe(expected);
});
