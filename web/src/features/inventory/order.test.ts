import { expect, test } from "vitest";
import { heldOrder } from "./order.ts";

test("while it is held no row changes its place", () => {
  expect(heldOrder([1, 2, 3], [3, 2, 1], new Set([1, 2, 3]))).toEqual([1, 2, 3]);
});

test("what is gone leaves, what is new stands behind", () => {
  expect(heldOrder([1, 2, 3], [4, 3, 1], new Set([1, 3, 4]))).toEqual([1, 3, 4]);
});

test("what the filter would no longer show stays until it is let go", () => {
  expect(heldOrder([1, 2, 3], [1, 3], new Set([1, 2, 3]))).toEqual([1, 2, 3]);
});

test("an order that stays is the very same", () => {
  const shown = [1, 2];
  expect(heldOrder(shown, [2, 1], new Set(shown))).toBe(shown);
});
