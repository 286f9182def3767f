import { expect, it } from "vitest";
import { categoryOptions, few, matching, type Option, withChosen } from "./options.ts";

const options: Option[] = Array.from({ length: 20 }, (_, index) => ({
  value: String(index),
  label: `Dark Color ${index}`,
  count: 100 - index,
}));

it("names categories, and leaves out what cannot be chosen", () => {
  const counts = [
    { id: 5, name: "Brick", count: 3 },
    { id: null, name: "Bars", count: 2 },
    { id: null, name: null, count: 1 },
  ];
  expect(categoryOptions(counts).map(({ value }) => value)).toEqual(["5", "Bars"]);
});

it("keeps a chosen value that finds nothing any more", () => {
  expect(withChosen([], ["5"], () => "Red")).toEqual([{ value: "5", label: "Red", count: 0 }]);
  expect(withChosen(options, ["3"], () => "?")).toEqual(options);
});

it("shows the first dozen, and what is chosen behind them", () => {
  expect(few(options, ["17"]).map(({ value }) => value)).toEqual([...Array(12).keys(), 17].map(String));
});

it("finds by words in any order", () => {
  expect(matching(options, "19 dark").map(({ value }) => value)).toEqual(["19"]);
  expect(matching(options, " ")).toHaveLength(20);
});
