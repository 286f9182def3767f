import { describe, expect, it } from "vitest";
import {
  categoryValue,
  chosenIn,
  questionOf,
  toggled,
  typedPartNumber,
  valuesOf,
  withoutFilters,
} from "./filters.ts";

describe("the values of a filter", () => {
  it.each([
    [undefined, []],
    ["", []],
    ["5", ["5"]],
    ["5,11", ["5", "11"]],
    ["5,Duplo, Quatro and Primo,7", ["5", "Duplo, Quatro and Primo", "7"]],
    [",5,,5,", ["5"]],
  ])("of %j are %j", (text, values) => {
    expect(valuesOf(text)).toEqual(values);
  });
});

describe("choosing a value", () => {
  it("adds it behind the others", () => {
    expect(toggled({ q: "brick", color: "5" }, { facet: "color", value: "11" })).toEqual({
      q: "brick",
      color: "5,11",
    });
  });

  it("takes it away again, and the filter with its last one", () => {
    expect(toggled({ color: "5,11" }, { facet: "color", value: "5" })).toEqual({ color: "11" });
    expect(toggled({ color: "5" }, { facet: "color", value: "5" })).toEqual({ color: undefined });
  });

  it("keeps the name of a category with a comma in it whole", () => {
    const value = "Duplo, Quatro and Primo";
    const address = toggled({ category: "5" }, { facet: "category", value });
    expect(chosenIn(address)).toEqual([
      { facet: "category", value: "5" },
      { facet: "category", value },
    ]);
  });
});

it("clears every filter and keeps the words", () => {
  expect(chosenIn(withoutFilters({ q: "brick", color: "5", status: "fresh", category: "5" }))).toEqual([]);
  expect(withoutFilters({ q: "brick", color: "5" }).q).toBe("brick");
});

it("asks the same whatever the spaces and doubles of an address", () => {
  expect(questionOf({ q: " brick ", color: "5,5,11," })).toEqual({
    query: "brick",
    category: "",
    color: "5,11",
    status: "",
  });
  expect(questionOf({ q: "x".repeat(300) }).query).toHaveLength(200);
});

it("names a category by its id, else by its name", () => {
  expect(categoryValue({ id: 5, name: "Brick" })).toBe("5");
  expect(categoryValue({ id: null, name: "Bars and Ladders" })).toBe("Bars and Ladders");
  expect(categoryValue({ id: null, name: null })).toBeNull();
});

describe("a typed part number", () => {
  it.each(["3024", "3068b-PB01", "973pb0001c01", " 99999x ", "12.5"])("is %j", (typed) => {
    expect(typedPartNumber(typed)).toBe(typed.trim());
  });

  it.each([undefined, "", "brick", "2 x 4", "brick 2x4", "-1", "3".repeat(33), "3001?"])(
    "is not %j",
    (typed) => {
      expect(typedPartNumber(typed)).toBeNull();
    },
  );
});
