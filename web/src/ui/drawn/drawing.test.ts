import { expect, test } from "vitest";
import { drawing } from "./drawing.ts";
import { viewBox } from "./frame.ts";

test.each([
  ["Brick 2 x 4", [4, 2, 1.2]],
  ["Brick 1 x 2 x 5 with Groove", [2, 1, 6]],
  ["Plate 2 x 3", [3, 2, 0.4]],
  ["Tile 1 x 4", [4, 1, 0.4]],
  ["Slope 45 2 x 1", [1, 2, 1.2]],
  ["Slope, Inverted 33 3 x 2 with Flat Bottom Pin", [2, 3, 1.2]],
  ["Slope 30 1 x 1 x 2/3", [1, 1, 0.8]],
  ["Plate, Round 2 x 2 with Axle Hole", [2, 2, 0.4]],
  ["Technic, Liftarm Thick 1 x 5", [5, 0.95, 1]],
  ["Technic, Axle  4L", [4, 0.5, 0.5]],
  ["Tire 24mm D. x 8mm", [3, 1, 3]],
])("%s fills %j studs", (name, size) => {
  const drawn = drawing(name, null);
  drawn.size.forEach((length, index) => {
    expect(length).toBeCloseTo(size[index] ?? 0);
  });
  expect(drawn.label).toEqual([]);
});

test("a brick has a stud for every square, a tile has none", () => {
  const lids = (name: string) => drawing(name, null).shapes.filter(({ tone }) => tone === "top");
  const studs = lids("Brick 2 x 4").at(-1)?.d.match(/Z/g);
  expect(studs).toHaveLength(8);
  expect(lids("Tile 2 x 4")).toHaveLength(1);
});

test("what is longer than twelve studs is cut there", () => {
  expect(drawing("Plate 2 x 16", null).size).toEqual([12, 2, 0.4]);
  expect(drawing("Baseplate 32 x 32", null).size).toEqual([12, 12, 0.12]);
});

test("what cannot be told from its name comes in a parcel with the category's name", () => {
  expect(drawing("Plant Leaves 4 x 3", "Plant").label).toEqual(["Plant"]);
  expect(drawing("Windscreen 2 x 4 x 2", "Vehicle, Mudguard").label).toEqual(["Vehicle", "Mudguard"]);
  expect(drawing("Brick Separator", "Tools & Things").label).toEqual(["Tools", "& Things"]);
  expect(drawing("", null).label).toEqual([]);
});

test.each(["Brick 0 x 0", "Slope 45 2 x 1000", "Technic, Gear 999 Tooth", "Tire 900 x 900", "Arch 1 x 1"])(
  "%s is drawn without a number that is none",
  (name) => {
    const drawn = drawing(name, "Other");
    expect(drawn.shapes.map(({ d }) => d).join("")).not.toMatch(/NaN|Infinity|undefined/);
    expect(drawn.shapes.length).toBeLessThan(40);
  },
);

test("a small part stays small in its box of 4 : 3", () => {
  const width = (size: readonly [number, number, number]): number => Number(viewBox(size).split(" ")[2]);
  expect(width([1, 1, 0.4])).toBe(4.6);
  expect(width([8, 2, 1.2])).toBeGreaterThan(10);
  const [, , wide = 0, high = 0] = viewBox([4, 2, 1.2]).split(" ").map(Number);
  expect(wide / high).toBeCloseTo(4 / 3, 1);
});
