import { describe, expect, test } from "vitest";
import { lotOf } from "./lots.fixture.ts";
import { filtered, NO_FILTER, rowOf, type SortBy, sorted } from "./rows.ts";

const LOTS = [
  lotOf({ id: 1, partNumber: "3001", quantity: 2, price: "10.5", remarks: "slightly scratched" }),
  lotOf({ id: 2, partNumber: "973", colorId: 11, colorName: "Black", price: null, guide: null }),
  lotOf({
    id: 3,
    partNumber: "30144",
    name: null,
    condition: "new",
    quantity: 900,
    price: "9.9999",
    storage: "A-3",
  }),
  lotOf({ id: 4, price: "0.0700", currency: "USD", guide: { price: "0.0500", fetchedAt: 9_000 } }),
];
const ROWS = LOTS.map((lot) => rowOf(lot, "EUR"));

describe("figures", () => {
  test("a value is exact, and unknown without a price", () => {
    expect(ROWS.map((row) => row.value)).toEqual(["21.0", null, "8999.9100", "0.8400"]);
  });

  test("a price in another currency is not set against the guide", () => {
    expect(ROWS[3]?.difference).toBeNull();
    expect(ROWS[1]?.difference).toBeNull();
  });
});

describe("the order", () => {
  test.each<[SortBy, boolean, number[]]>([
    ["added", true, [4, 3, 2, 1]],
    ["part", false, [2, 1, 4, 3]],
    ["quantity", true, [3, 2, 4, 1]],
    ["price", false, [4, 3, 1, 2]],
    ["price", true, [1, 3, 4, 2]],
    ["value", true, [3, 1, 4, 2]],
    ["age", false, [4, 1, 3, 2]],
  ])("by %s, falling: %s", (by, descending, ids) => {
    expect(sorted(ROWS, { by, descending }).map((row) => row.lot.id)).toEqual(ids);
  });
});

describe("the filter", () => {
  test.each([
    [{ text: "SCRATCHED red" }, [1]],
    [{ text: "a-3" }, [3]],
    [{ text: "brick 3001" }, [1, 4]],
    [{ condition: "new" as const }, [3]],
    [{ colorId: 11 }, [2]],
    [{ text: "wing" }, []],
    [{}, [1, 2, 3, 4]],
  ])("%j leaves %j", (filter, ids) => {
    expect(filtered(ROWS, { ...NO_FILTER, ...filter }).map((row) => row.lot.id)).toEqual(ids);
  });
});
