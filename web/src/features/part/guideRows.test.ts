import { expect, test } from "vitest";
import type { PriceGuide, SoldMarket } from "../../lib/wire.ts";
import { cell, newAverages } from "./guideRows.ts";

const SOLD: SoldMarket = {
  lots: 12,
  pieces: 340,
  min: "0.0200",
  average: "0.0700",
  pieceAverage: "0.0681",
  median: "0.0690",
  max: "1.5000",
  fetchedAt: 0,
  steps: [],
};
const GUIDE: PriceGuide = {
  partNumber: "3001",
  colorId: 5,
  currency: "EUR",
  vat: "without",
  region: null,
  newStock: null,
  newSold: null,
  usedStock: null,
  usedSold: SOLD,
};

test("counts are counts and prices stay the decimal texts that they are", () => {
  expect(cell(SOLD, "pieces")).toEqual({ kind: "count", count: 340 });
  expect(cell(SOLD, "pieceAverage")).toEqual({ kind: "price", price: "0.0681" });
});

test("no market is none, never 0; a market not fetched so far is unknown", () => {
  const empty: SoldMarket = { ...SOLD, lots: 0, pieces: 0, pieceAverage: null };
  expect(cell(empty, "pieceAverage")).toEqual({ kind: "none" });
  expect(cell(empty, "lots")).toEqual({ kind: "count", count: 0 });
  expect(cell(null, "pieceAverage")).toEqual({ kind: "unknown" });
});

test("an average is news only if it was known before and is another", () => {
  const after = { ...GUIDE, newSold: SOLD, usedSold: { ...SOLD, pieceAverage: "0.0712" } };
  expect(newAverages(GUIDE, after)).toEqual([["usedSold", "0.0712"]]);
  expect(newAverages(GUIDE, GUIDE)).toEqual([]);
});
