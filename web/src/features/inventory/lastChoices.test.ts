import { beforeEach, expect, test } from "vitest";
import { readLastChoices, rememberChoices } from "./lastChoices.ts";

beforeEach(() => localStorage.clear());

test("color and condition are as they were the last time", () => {
  rememberChoices({ colorId: 5, condition: "new" });
  expect(readLastChoices()).toEqual({ colorId: 5, condition: "new" });
});

test.each([null, "no JSON", "[]", '{"colorId":"5","condition":"old"}', "7"])(
  "what cannot be understood, such as %j, is as the first time",
  (kept) => {
    if (kept !== null) localStorage.setItem("freshbrick.lastLot", kept);
    expect(readLastChoices()).toEqual({ colorId: null, condition: "used" });
  },
);
