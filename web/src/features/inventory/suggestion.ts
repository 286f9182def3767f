import type { LiveAnswer } from "../../lib/answer.ts";
import type { Lot, PriceGuide } from "../../lib/wire.ts";

type Condition = Lot["condition"];

/** A price of a piece, the market that it comes from, and when that was fetched (ms UTC). */
export interface Suggestion {
  readonly price: string;
  readonly source: "sold" | "stock";
  readonly fetchedAt: number;
}

/** What stands under the price while somebody fills it in. */
export type PriceHint =
  | { readonly kind: "nothing" }
  | { readonly kind: "price"; readonly suggestion: Suggestion; readonly isRefreshing: boolean }
  | { readonly kind: "asking"; readonly callsDone: number; readonly callsTotal: number }
  | { readonly kind: "waiting" }
  | { readonly kind: "noMarket" }
  | { readonly kind: "failed" };

const GUIDE_CALLS = 4;

/** What to ask for a piece, as the server suggests it: what was paid on average, else what others ask, else null. */
export function suggestedPrice(guide: PriceGuide, condition: Condition): Suggestion | null {
  const { sold, stock } = marketsOf(guide, condition);
  if (sold?.pieceAverage) return { price: sold.pieceAverage, source: "sold", fetchedAt: sold.fetchedAt };
  if (stock?.pieceAverage) return { price: stock.pieceAverage, source: "stock", fetchedAt: stock.fetchedAt };
  return null;
}

/** A market that was not fetched yet is null; where there is none, it has no average. */
function marketsOf(guide: PriceGuide, condition: Condition) {
  return condition === "new"
    ? { sold: guide.newSold, stock: guide.newStock }
    : { sold: guide.usedSold, stock: guide.usedStock };
}

function isKnown(guide: PriceGuide, condition: Condition): boolean {
  const { sold, stock } = marketsOf(guide, condition);
  return sold !== null && stock !== null;
}

/** The hint that the live guide gives: a price even while a newer one is on its way. */
export function priceHint(answer: LiveAnswer<PriceGuide>, condition: Condition): PriceHint {
  const { data, isRefreshing, refresh, error } = answer;
  const suggestion = data ? suggestedPrice(data, condition) : null;
  if (suggestion) return { kind: "price", suggestion, isRefreshing };
  if (refresh?.waitingFor) return { kind: "waiting" };
  if (isRefreshing) {
    return {
      kind: "asking",
      callsDone: refresh?.callsDone ?? 0,
      callsTotal: refresh?.callsTotal ?? GUIDE_CALLS,
    };
  }
  if (data && isKnown(data, condition)) return { kind: "noMarket" };
  return { kind: error ? "failed" : "nothing" };
}
