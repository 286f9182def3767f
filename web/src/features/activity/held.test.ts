import { expect, test } from "vitest";
import { follow, hold, unseen } from "./held.ts";

const old = [
  { id: 2, status: "pending" },
  { id: 1, status: "pending" },
];
const live = [
  { id: 3, status: "pending" },
  { id: 1, status: "inflight" },
];

test("a held row keeps its place and shows what it is now; one that has left stays, as it was", () => {
  expect(hold(follow(old), live)).toEqual([
    { item: { id: 2, status: "pending" }, gone: true },
    { item: { id: 1, status: "inflight" }, gone: false },
  ]);
});

test("what has come meanwhile is counted, not shown", () => {
  expect(unseen(follow(old), live)).toBe(1);
  expect(unseen(follow(live), live)).toBe(0);
});
