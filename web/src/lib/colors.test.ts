import fc from "fast-check";
import { expect, test } from "vitest";
import { finishOf, fromOklch, isTransparent, readableOn, tones, toOklch } from "./colors.ts";

const hex = fc.integer({ min: 0, max: 0xffffff }).map((value) => value.toString(16).padStart(6, "0"));

function lightness(color: string): number {
  const value = Number.parseInt(color.slice(1), 16);
  return toOklch([(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255])[0];
}

test("every color has tones that fall from the lit top to the line", () => {
  fc.assert(
    fc.property(hex, (color) => {
      const { top, slant, left, right, inside, line } = tones(color);
      const steps = [top, slant, left, right, inside, line].map(lightness);
      expect(steps).toEqual([...steps].sort((a, b) => b - a));
      expect((steps[0] ?? 0) - (steps[3] ?? 0)).toBeGreaterThan(0.12);
    }),
  );
});

test("a color of middle lightness is drawn as it is", () => {
  expect(tones("b30006").left).toBe("#b30006");
  expect(tones("0055BF").left).toBe("#0055bf");
});

test("only what is nearly white or black asks for a hairline", () => {
  expect(["ffffff", "212121", "b30006"].map((color) => tones(color).needsHairline)).toEqual([
    true,
    true,
    false,
  ]);
});

test("a color comes back from OKLCH as it went", () => {
  const channel = fc.integer({ min: 0, max: 255 }).map((byte) => byte / 255);
  fc.assert(
    fc.property(fc.tuple(channel, channel, channel), (rgb) => {
      fromOklch(toOklch(rgb)).forEach((back, index) => {
        expect(back).toBeCloseTo(rgb[index] ?? 0, 4);
      });
    }),
  );
});

test("text is black on light colors and white on dark ones", () => {
  expect(readableOn("f5cd30")).toBe("#000000");
  expect(readableOn("05131d")).toBe("#ffffff");
});

test.each([
  ["Solid", "solid"],
  ["Transparent", "transparent"],
  ["Glitter", "dotted"],
  ["Speckle", "dotted"],
  ["Chrome", "shiny"],
  ["Pearl", "shiny"],
  ["Metallic", "shiny"],
  ["Milky", "solid"],
])("a color of type %s looks %s", (type, finish) => {
  expect(finishOf(type)).toBe(finish);
});

test("one sees through transparent colors only", () => {
  expect(isTransparent("Transparent")).toBe(true);
  expect(isTransparent("Solid")).toBe(false);
});
