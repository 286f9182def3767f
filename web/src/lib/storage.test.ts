import { describe, expect, test } from "vitest";
import { BrowserStorage } from "./storage.ts";

/** Keeps in memory, unless it is full. */
function memory(kept: Record<string, string>, isFull = false): Storage {
  const entries = new Map(Object.entries(kept));
  return {
    get length() {
      return entries.size;
    },
    key: (index) => [...entries.keys()][index] ?? null,
    getItem: (key) => entries.get(key) ?? null,
    setItem(key, text) {
      if (isFull) throw new DOMException("full", "QuotaExceededError");
      entries.set(key, text);
    },
    removeItem: (key) => void entries.delete(key),
    clear: () => entries.clear(),
  };
}

test("it keeps, forgets, and lists by prefix in order", () => {
  const browser = memory({ "b.1": "[1]", "a.2": "x", "a.1": "y" });
  const storage = new BrowserStorage(() => browser);
  storage.write("a.0", "z");
  storage.remove("a.2");
  expect(storage.keys("a.")).toEqual(["a.0", "a.1"]);
  expect([storage.read("a.0"), storage.read("a.2"), storage.readJson("b.1")]).toEqual(["z", null, [1]]);
});

test("what is no JSON is as if it were not there", () => {
  const storage = new BrowserStorage(() => memory({ broken: "{broken", empty: "" }));
  expect(["broken", "empty", "absent"].map((key) => storage.readJson(key))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

describe("a browser that refuses", () => {
  test("by having no room keeps what it had", () => {
    const storage = new BrowserStorage(() => memory({ a: "1" }, true));
    storage.write("a", "2");
    expect(storage.read("a")).toBe("1");
  });

  test("by not letting us near keeps nothing", () => {
    const storage = new BrowserStorage(() => {
      throw new DOMException("blocked", "SecurityError");
    });
    storage.write("a", "1");
    storage.remove("a");
    expect([storage.read("a"), storage.readJson("a"), storage.keys("")]).toEqual([null, undefined, []]);
  });
});
