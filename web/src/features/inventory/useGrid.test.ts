import { expect, test } from "vitest";
import { EDIT_FIELDS } from "./edits.ts";
import { nextEdit, step } from "./useGrid.ts";

const LOTS = [30, 10, 20];

test.each([
  ["ArrowDown", { lotId: 30, field: "price" }, { lotId: 10, field: "price" }],
  ["ArrowUp", { lotId: 30, field: "price" }, { lotId: 30, field: "price" }],
  ["ArrowRight", { lotId: 10, field: "quantity" }, { lotId: 10, field: "price" }],
  ["ArrowLeft", { lotId: 10, field: "part" }, { lotId: 10, field: "part" }],
  ["Home", { lotId: 20, field: "price" }, { lotId: 20, field: "part" }],
  ["End", { lotId: 20, field: "price" }, { lotId: 20, field: "remove" }],
] as const)("%s leads from %j to %j", (key, from, to) => {
  expect(step(from, key, LOTS)).toEqual(to);
});

test("other keys lead nowhere", () => {
  expect(step({ lotId: 30, field: "price" }, "a", LOTS)).toBeNull();
});

test("Tab edits the next field, then the next row, and ends behind the last", () => {
  const next = (lotId: number, field: "price" | "quantity" | "remarks", goOn: "next" | "back") =>
    nextEdit({ lotId, field }, goOn, LOTS, EDIT_FIELDS);
  expect(next(30, "quantity", "next")).toEqual({ lotId: 30, field: "price" });
  expect(next(30, "price", "next")).toEqual({ lotId: 10, field: "remarks" });
  expect(next(10, "remarks", "back")).toEqual({ lotId: 30, field: "price" });
  expect(next(20, "price", "next")).toBeNull();
  expect(next(30, "remarks", "back")).toBeNull();
});
