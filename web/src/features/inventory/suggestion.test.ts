import { describe, expect, test } from "vitest";
import type { LiveAnswer } from "../../lib/answer.ts";
import type { PriceGuide, Refresh, SoldMarket, StockMarket } from "../../lib/wire.ts";
import { priceHint, suggestedPrice } from "./suggestion.ts";

const market = (pieceAverage: string | null, fetchedAt: number) => ({
  lots: 1,
  pieces: 1,
  min: null,
  average: null,
  pieceAverage,
  median: null,
  max: null,
  fetchedAt,
  steps: [],
});

function guideOf(
  markets: Partial<
    Record<"newStock" | "usedStock", StockMarket> & Record<"newSold" | "usedSold", SoldMarket>
  >,
): PriceGuide {
  const none = { newStock: null, newSold: null, usedStock: null, usedSold: null };
  return {
    partNumber: "3001",
    colorId: 5,
    currency: "EUR",
    vat: "without",
    region: null,
    ...none,
    ...markets,
  };
}

const ASKING: Refresh = {
  messageId: 1,
  state: "inflight",
  priority: "high",
  attempt: 0,
  maxAttempts: 8,
  nextAttemptAt: null,
  callsDone: 1,
  callsTotal: 4,
  waitingFor: null,
};

function answerOf(answer: Partial<LiveAnswer<PriceGuide>>): LiveAnswer<PriceGuide> {
  const none = { data: null, status: "missing", isLoading: false, isRefreshing: false, error: null } as const;
  const times = { lastFetched: null, staleAt: null, receivedAt: null, lastMessageId: null };
  const page = { refresh: null, problem: null, asked: null, isOffline: false, refetch: () => {} };
  return { ...none, ...times, ...page, ...answer };
}

describe("a suggested price", () => {
  test("is what was paid before what is asked, of that condition alone", () => {
    const guide = guideOf({
      usedSold: market("0.05", 7),
      usedStock: market("0.09", 8),
      newStock: market("0.12", 9),
    });
    expect(suggestedPrice(guide, "used")).toEqual({ price: "0.05", source: "sold", fetchedAt: 7 });
    expect(suggestedPrice(guide, "new")).toEqual({ price: "0.12", source: "stock", fetchedAt: 9 });
  });

  test("is none where nothing was sold and nothing is offered", () => {
    expect(suggestedPrice(guideOf({ usedSold: market(null, 7) }), "used")).toBeNull();
  });
});

describe("under the price stands", () => {
  const data = guideOf({ usedSold: market("0.05", 7) });

  test("a price, also while a newer one is on its way", () => {
    const hint = priceHint(answerOf({ data, isRefreshing: true, refresh: ASKING }), "used");
    expect(hint).toMatchObject({ kind: "price", isRefreshing: true, suggestion: { price: "0.05" } });
  });

  test("how far the asking is, before anything is known", () => {
    const hint = priceHint(answerOf({ isRefreshing: true, refresh: ASKING }), "used");
    expect(hint).toEqual({ kind: "asking", callsDone: 1, callsTotal: 4 });
    expect(priceHint(answerOf({ isRefreshing: true }), "used")).toMatchObject({
      kind: "asking",
      callsDone: 0,
    });
  });

  test("that it waits, that there is no market, that it failed, or nothing yet", () => {
    const error = { code: "unreachable", message: "no", temporary: true, at: 1, retryAt: 2 } as const;
    const kind = (answer: Partial<LiveAnswer<PriceGuide>>) => priceHint(answerOf(answer), "new").kind;
    expect(kind({ isRefreshing: true, refresh: { ...ASKING, waitingFor: "quota" } })).toBe("waiting");
    expect(kind({ data: guideOf({ newSold: market(null, 7), newStock: market(null, 7) }) })).toBe("noMarket");
    expect(kind({ error })).toBe("failed");
    expect(kind({ data: undefined })).toBe("nothing");
  });

  test("not that there is no market while one of the two was not fetched", () => {
    const error = { code: "unreachable", message: "no", temporary: true, at: 1, retryAt: 2 } as const;
    const half = guideOf({ usedSold: market(null, 7) });
    expect(priceHint(answerOf({ data: half }), "used").kind).toBe("nothing");
    expect(priceHint(answerOf({ data: half, error }), "used").kind).toBe("failed");
  });
});
