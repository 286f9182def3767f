import type { PriceGuide, SoldMarket, StockMarket } from "../../lib/wire.ts";

type Market = StockMarket | SoldMarket;

/** The four markets in the order of their columns. */
export const MARKETS = ["newStock", "newSold", "usedStock", "usedSold"] as const;
export type MarketName = (typeof MARKETS)[number];

/** What the guide tells of each market, in the order of its rows. */
export const FIGURES = ["lots", "pieces", "min", "average", "pieceAverage", "median", "max"] as const;
export type Figure = (typeof FIGURES)[number];

/** `unknown`: not fetched so far; `none`: nothing is offered or was sold, so there is no price. */
export type Cell =
  | { readonly kind: "unknown" }
  | { readonly kind: "none" }
  | { readonly kind: "count"; readonly count: number }
  | { readonly kind: "price"; readonly price: string };

/** One figure of one market. */
export function cell(market: Market | null, figure: Figure): Cell {
  if (market === null) return { kind: "unknown" };
  const value = market[figure];
  if (typeof value === "number") return { kind: "count", count: value };
  return value === null ? { kind: "none" } : { kind: "price", price: value };
}

/** The markets whose average per piece is another in `after`: what is worth saying aloud. */
export function newAverages(before: PriceGuide, after: PriceGuide): [MarketName, string][] {
  return MARKETS.flatMap((name) => {
    const average = after[name]?.pieceAverage ?? null;
    const known = before[name];
    return known !== null && average !== null && average !== known.pieceAverage ? [[name, average]] : [];
  });
}
