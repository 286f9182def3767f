import { expect, test } from "vitest";
import { readLastChoices, rememberChoices } from "./lastChoices.ts";

function storageOf(kept: string | null) {
  return {
    kept,
    getItem() {
      return this.kept;
    },
    setItem(_key: string, value: string) {
      this.kept = value;
    },
  };
}

test("color and condition are as they were the last time", () => {
  const storage = storageOf(null);
  rememberChoices(storage, { colorId: 5, condition: "new" });
  expect(readLastChoices(storage)).toEqual({ colorId: 5, condition: "new" });
});

test.each([null, "no JSON", "[]", '{"colorId":"5","condition":"old"}', "7"])(
  "what cannot be understood, such as %j, is as the first time",
  (kept) => {
    expect(readLastChoices(storageOf(kept))).toEqual({ colorId: null, condition: "used" });
  },
);

test("a browser that keeps nothing is no failure", () => {
  const full = {
    setItem() {
      throw new DOMException("full", "QuotaExceededError");
    },
  };
  expect(() => rememberChoices(full, { colorId: 5, condition: "new" })).not.toThrow();
});
