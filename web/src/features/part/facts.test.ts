import { expect, test } from "vitest";
import type { Part } from "../../lib/wire.ts";
import { dimensions, facts } from "./facts.ts";

const UNKNOWN: Part = {
  partNumber: "3001",
  name: "Brick 2 x 4",
  categoryId: null,
  categoryName: null,
  alternateNumbers: [],
  yearReleased: null,
  weight: null,
  size: null,
  description: null,
  imageUrl: null,
  thumbnailUrl: null,
  isObsolete: null,
  source: "bricklink",
};

test("what is unknown is null, never 0", () => {
  expect(facts(UNKNOWN).map((fact) => fact.value)).toEqual([null, null, null, "none"]);
});

test("facts come with their units", () => {
  const known: Part = {
    ...UNKNOWN,
    weight: "2.320",
    size: { x: "2.00", y: "4.00", z: "1.00" },
    yearReleased: 1977,
    alternateNumbers: ["3001old", "54534"],
  };
  expect(facts(known).map((fact) => fact.value)).toEqual([
    "2.32 g",
    "2 × 4 × 1 studs",
    "1977",
    "3001old, 54534",
  ]);
});

test("a direction that is not known is left out; 10 studs stay 10", () => {
  expect(dimensions({ x: "10", y: "1.50", z: null })).toBe("10 × 1.5");
  expect(dimensions({ x: null, y: null, z: null })).toBeNull();
});
