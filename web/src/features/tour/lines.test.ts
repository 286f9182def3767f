import { describe, expect, it } from "vitest";
import { LINES, type LineId } from "./lines.ts";
import type { AnswerSeen, Seen, Sighting } from "./sighting.ts";

const NOTHING = {
  of: "answer",
  status: "missing",
  hasData: false,
  lastFetched: null,
  messageId: null,
  attempt: 0,
  callsTotal: null,
  failure: null,
  failedAt: null,
} as const;

const page = (id: string, ...seen: Seen[]): Sighting[] => seen.map((one) => ({ ...one, page: id }));

const answer = (subject: string, about: Partial<AnswerSeen>): AnswerSeen => ({
  ...NOTHING,
  subject,
  ...about,
});

const part = (number: string) => (about: Partial<AnswerSeen>) => answer(`part ${number}`, about);

const isTicked = (id: LineId, ...seen: Sighting[][]) =>
  LINES.find((line) => line.id === id)?.isSeen(seen.flat()) ?? false;

describe("the first line: old data at once, then new data", () => {
  const seen = part("3001");
  const stale = seen({ status: "stale", hasData: true, lastFetched: 1 });
  const moving = seen({ status: "refreshing", hasData: true, lastFetched: 1, messageId: 7 });
  const fresh = seen({ status: "fresh", hasData: true, lastFetched: 9, messageId: 7 });

  it("is ticked when one page saw all of it", () => {
    expect(isTicked("flow", page("a", stale, moving, fresh))).toBe(true);
  });

  it("is not ticked by a page that saw only the end, nor by halves of two pages", () => {
    expect(isTicked("flow", page("a", fresh))).toBe(false);
    expect(isTicked("flow", page("a", stale, moving), page("b", fresh))).toBe(false);
  });

  it("is not ticked when a refresh failed and the old value stayed", () => {
    const failed = seen({ status: "stale", hasData: true, lastFetched: 1, failure: "unreachable" });
    expect(isTicked("flow", page("a", stale, moving, failed))).toBe(false);
  });

  it("counts as seen in two tabs only if it was the same refresh", () => {
    const other = [seen({ ...moving, messageId: 8 }), seen({ ...fresh, messageId: 8 })];
    expect(isTicked("tabs", page("a", moving, fresh), page("b", moving, fresh))).toBe(true);
    expect(isTicked("tabs", page("a", moving, fresh), page("b", ...other))).toBe(false);
    expect(isTicked("tabs", page("a", moving, fresh), page("b", fresh))).toBe(false);
  });
});

describe("the other lines", () => {
  it("red needs the colors and all four calls of the guide", () => {
    const colors = answer("part_colors 3001", { status: "fresh", hasData: true });
    const guide = (about: object) => answer("price_guide 3001/5", about);
    const asking = guide({ status: "refreshing", callsTotal: 4 });
    const got = guide({ status: "fresh", hasData: true });
    expect(isTicked("red", page("a", colors, asking, got))).toBe(true);
    expect(isTicked("red", page("a", colors, got))).toBe(false);
    expect(isTicked("red", page("a", asking, got))).toBe(false);
  });

  it("a missing part is ticked once it is there", () => {
    const seen = part("3024");
    const missing = seen({});
    const there = seen({ status: "fresh", hasData: true, lastFetched: 4 });
    expect(isTicked("missing", page("a", missing, there))).toBe(true);
    expect(isTicked("missing", page("a", there))).toBe(false);
  });

  it("an unknown part is ticked when another page load tells the same and asks nothing", () => {
    const seen = part("99999x");
    const asking = seen({ status: "refreshing" });
    const unknown = seen({ failure: "not_found", failedAt: 5 });
    expect(isTicked("unknown", page("a", asking, unknown))).toBe(false);
    expect(isTicked("unknown", page("a", asking, unknown), page("b", unknown))).toBe(true);
    const askedAgain = seen({ failure: "not_found", failedAt: 8 });
    expect(isTicked("unknown", page("a", asking, unknown), page("b", asking, askedAgain))).toBe(false);
  });

  it("time alone turns a value stale: the same value, nothing asked", () => {
    const seen = part("3020");
    const fresh = seen({ status: "fresh", hasData: true, lastFetched: 3 });
    expect(isTicked("time", page("a", fresh, seen({ ...fresh, status: "stale" })))).toBe(true);
    expect(isTicked("time", page("a", seen({ ...fresh, status: "stale" })))).toBe(false);
    const aged = seen({ ...fresh, lastFetched: 2 });
    expect(isTicked("time", page("a", fresh, seen({ ...aged, status: "stale" })))).toBe(false);
    expect(isTicked("time", page("a", fresh, aged, seen({ ...aged, status: "stale" })))).toBe(true);
  });

  it("two failures and a success are ticked, one failure is not", () => {
    const seen = part("3040");
    const fresh = seen({ status: "fresh", hasData: true, lastFetched: 3 });
    const tried = (attempt: number) => seen({ status: "refreshing", hasData: true, attempt });
    expect(isTicked("retries", page("a", tried(1), tried(2), fresh))).toBe(true);
    expect(isTicked("retries", page("a", tried(1), fresh))).toBe(false);
  });

  it("the drain is ticked when nothing waits any more", () => {
    const waiting = (low: number): Seen => ({ of: "waiting", low });
    expect(isTicked("drain", page("a", waiting(14), waiting(4)))).toBe(false);
    expect(isTicked("drain", page("a", waiting(14), waiting(4), waiting(0)))).toBe(true);
    expect(isTicked("drain", page("a", waiting(14), waiting(4), waiting(0), waiting(14)))).toBe(true);
    expect(isTicked("drain", page("a", waiting(1), waiting(0)))).toBe(false);
    expect(isTicked("drain", page("a", waiting(0)))).toBe(false);
  });

  it("trouble is ticked when BrickLink was paused and answers again", () => {
    const upstream = (state: string): Seen => ({ of: "upstream", state });
    expect(isTicked("trouble", page("a", upstream("ok"), upstream("paused")))).toBe(false);
    expect(isTicked("trouble", page("a", upstream("paused"), upstream("ok")))).toBe(false);
    const failed = part("3001")({ status: "refreshing", hasData: true, failure: "upstream_error" });
    expect(isTicked("trouble", page("a", failed, upstream("paused"), upstream("ok")))).toBe(true);
  });

  it("twelve used pieces of 3001 are ticked, others are not", () => {
    const lot = (quantity: number, condition = "used"): Seen => ({
      of: "lot",
      partNumber: "3001",
      condition,
      quantity,
    });
    expect(isTicked("lot", page("a", lot(12)))).toBe(true);
    expect(isTicked("lot", page("a", lot(11), lot(12, "new")))).toBe(false);
  });

  it("nothing is ticked where nothing was seen", () => {
    expect(LINES.filter(({ isSeen }) => isSeen([]))).toEqual([]);
  });
});
