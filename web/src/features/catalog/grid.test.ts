import { describe, expect, it } from "vitest";
import { gridOf, stepped } from "./grid.ts";

/** What a window of that width leaves for the results: air, rail, and 456 px for an open part. */
function room(window: number, isPartOpen = false): number {
  return window - 24 - 224 - 24 - 24 - (isPartOpen ? 456 : 0);
}

describe("the columns", () => {
  it.each([
    { window: 1280, isPartOpen: false, columns: 5 },
    { window: 1265, isPartOpen: false, columns: 5 },
    { window: 2560, isPartOpen: false, columns: 11 },
    { window: 1280, isPartOpen: true, columns: 3 },
    { window: 1265, isPartOpen: true, columns: 3 },
  ])("of a window of $window, part open: $isPartOpen, are $columns", ({ window, isPartOpen, columns }) => {
    const grid = gridOf(room(window, isPartOpen), isPartOpen);
    expect(grid).toMatchObject({ kind: "cards", columns });
    expect(grid.width * columns + grid.gap * (columns - 1)).toBeCloseTo(room(window, isPartOpen));
  });

  it("hold cards of 184 × 232 in a window of 1280", () => {
    expect(gridOf(room(1280), false)).toMatchObject({ width: 184, height: 232 });
  });

  it("are one, of rows, on a phone", () => {
    expect(gridOf(336, false)).toEqual({ kind: "rows", columns: 1, width: 336, height: 96, gap: 0 });
  });
});

describe("a key leads from card to card", () => {
  // 0 1 2
  // 3 4 5
  // 6
  it.each([
    { from: 0, step: "left", to: 0 },
    { from: 0, step: "right", to: 1 },
    { from: 6, step: "right", to: 6 },
    { from: 1, step: "down", to: 4 },
    { from: 4, step: "down", to: 6 },
    { from: 6, step: "down", to: 6 },
    { from: 4, step: "up", to: 1 },
    { from: 1, step: "up", to: 1 },
    { from: 1, step: "pageDown", to: 6 },
    { from: 6, step: "pageUp", to: 0 },
    { from: 4, step: "pageUp", to: 1 },
    { from: 4, step: "first", to: 0 },
    { from: 0, step: "last", to: 6 },
  ] as const)("$step from $from to $to", ({ from, step, to }) => {
    expect(stepped(from, step, 7, 3, 2)).toBe(to);
  });
});
