import { describe, expect, test } from "vitest";
import table from "../../../../tests/model/lot_cases.json";
import {
  EMPTY,
  fieldOf,
  isEmpty,
  newLot,
  type TextField,
  type TypedLot,
  typedSince,
  wrongWith,
} from "./rules.ts";

const RED_BRICK: TypedLot = {
  partNumber: "3001",
  colorId: 5,
  condition: "used",
  quantity: "12",
  price: "0.0712",
  remarks: "",
  storage: "A-3",
};

describe("a field of a lot", () => {
  test.each(table.cases)(
    "is refused as the server refuses it: $field $value",
    ({ field, value, refusal }) => {
      expect(wrongWith[field as TextField](String(value ?? ""))).toBe(refusal);
    },
  );

  test.each(table.cases.filter(({ refusal }) => refusal !== null))(
    "is found by the words of its refusal: $field $value",
    ({ field, refusal }) => {
      expect(fieldOf(refusal ?? "")).toBe(field);
    },
  );

  test("may have blanks around what is typed", () => {
    const typed = { ...RED_BRICK, partNumber: " 3001 ", quantity: " 12 ", price: " 0.0712", remarks: "  " };
    expect(newLot(typed)).toEqual(newLot(RED_BRICK));
  });

  test.each(["", "12.5", "1,000", "a dozen", "1e3"])("is no quantity as %j", (typed) => {
    expect(wrongWith.quantity(typed)).toContain("quantity is 0 to 1000000 pieces");
    expect(newLot({ ...RED_BRICK, quantity: typed })).toBeNull();
  });
});

test("what is empty is sent as nothing, and a lot has a color", () => {
  expect(newLot(RED_BRICK)).toEqual({
    partNumber: "3001",
    colorId: 5,
    condition: "used",
    quantity: 12,
    price: "0.0712",
    remarks: null,
    storage: "A-3",
  });
  expect(newLot({ ...RED_BRICK, price: "" })?.price).toBeNull();
  expect(newLot({ ...RED_BRICK, colorId: null })).toBeNull();
});

describe("once a lot is saved the form", () => {
  test("is empty but for its choices", () => {
    const next = typedSince(RED_BRICK, RED_BRICK);
    expect(next).toEqual({ ...EMPTY, colorId: 5, condition: "used" });
    expect(isEmpty(next)).toBe(true);
  });

  test("keeps what was typed and chosen while it was being saved", () => {
    const next = typedSince(RED_BRICK, { ...RED_BRICK, quantity: "40", colorId: 11 });
    expect(next).toEqual({ ...EMPTY, quantity: "40", colorId: 11, condition: "used" });
    expect(isEmpty(next)).toBe(false);
  });
});

test("a refusal that names no field belongs to none", () => {
  expect(fieldOf("One person has at most 100000 lots; remove some first.")).toBeNull();
});
