import { expect, test } from "vitest";
import { EMPTY, reseat } from "./lanes.ts";

test("who is on the way stays in its lane, newcomers take the first free one", () => {
  const three = reseat(EMPTY, [7, 8, 9]);
  expect(three).toEqual([7, 8, 9, null]);
  expect(reseat(three, [9, 8])).toEqual([null, 8, 9, null]);
  expect(reseat(reseat(three, [9, 8]), [10, 8, 9, 11])).toEqual([10, 8, 9, 11]);
});

test("a message too many, whose worker was lost, has a lane of its own as long as it is there", () => {
  const five = reseat(EMPTY, [1, 2, 3, 4, 5]);
  expect(five).toEqual([1, 2, 3, 4, 5]);
  expect(reseat(five, [5])).toEqual([null, null, null, null, 5]);
  expect(reseat(five, [1])).toEqual([1, null, null, null]);
});

test("the same lanes are the same value, so that nothing is drawn again", () => {
  const two = reseat(EMPTY, [1, 2]);
  expect(reseat(two, [2, 1])).toBe(two);
});
