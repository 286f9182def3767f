import { expect, test } from "vitest";
import { DAY } from "../lib/time.ts";
import type { Refresh, RefreshError } from "../lib/wire.ts";
import type { Subject } from "../texts/states.ts";
import { type BadgeFacts, badgeOf, type Freshness, lifeLeft, tickOf } from "./badge.ts";

const NOW = new Date(2026, 10, 25, 14, 0).getTime();
const PART: Subject = { resource: "part", name: "part 99999x" };
const GUIDE: Subject = { resource: "price_guide", name: "price guide of 3001 in Red" };

function answer(given: Partial<Freshness>): Freshness {
  return { status: "missing", lastFetched: null, staleAt: null, refresh: null, error: null, ...given };
}

function message(given: Partial<Refresh>): Refresh {
  return {
    messageId: 1,
    state: "pending",
    priority: "high",
    attempt: 0,
    maxAttempts: 8,
    nextAttemptAt: null,
    callsDone: 0,
    callsTotal: 1,
    waitingFor: null,
    ...given,
  };
}

function failure(given: Partial<RefreshError>): RefreshError {
  return { code: "unreachable", message: "", temporary: true, at: NOW, retryAt: null, ...given };
}

const PROBLEM = { code: "bad_request", message: "No such part number.", retryAfterMs: null } as const;
const OLD = { lastFetched: NOW - 41 * DAY, staleAt: NOW - 11 * DAY };
const GOOD = { lastFetched: NOW - 3 * DAY, staleAt: NOW + 27 * DAY };

const ROWS: [string, Freshness, Pick<BadgeFacts, "kind" | "tone" | "sentence" | "button" | "line">][] = [
  [
    "fresh",
    answer({ status: "fresh", ...GOOD }),
    {
      kind: "fresh",
      tone: "fresh",
      sentence: "fetched 3 days ago · stale in 27 days",
      button: "Refresh",
      line: "draining",
    },
  ],
  [
    "stale",
    answer({ status: "stale", ...OLD }),
    { kind: "stale", tone: "stale", sentence: "fetched 41 days ago", button: "Refresh", line: "dashed" },
  ],
  [
    "stale, just asked",
    answer({ status: "stale", ...OLD, isRefreshing: true }),
    {
      kind: "stale",
      tone: "stale",
      sentence: "fetched 41 days ago · asking BrickLink",
      button: null,
      line: "dashed",
    },
  ],
  [
    "never fetched",
    answer({ status: "stale" }),
    {
      kind: "unchecked",
      tone: "missing",
      sentence: "from the imported list",
      button: "Ask BrickLink",
      line: "dashed",
    },
  ],
  [
    "refreshing, on its way",
    answer({
      status: "refreshing",
      ...OLD,
      refresh: message({ state: "inflight", callsDone: 1, callsTotal: 4 }),
    }),
    {
      kind: "refreshing",
      tone: "refreshing",
      sentence: "asking BrickLink, call 2 of 4 · showing 41 days old",
      button: null,
      line: "moving",
    },
  ],
  [
    "refreshing, its turn comes",
    answer({ status: "refreshing", ...OLD, refresh: message({ waitingFor: "turn" }) }),
    { kind: "queued", tone: "refreshing", sentence: "next in line", button: null, line: "still" },
  ],
  [
    "refreshing, tried again later",
    answer({
      status: "refreshing",
      error: failure({}),
      refresh: message({ waitingFor: "retry", attempt: 1, nextAttemptAt: NOW + 11_500 }),
    }),
    { kind: "queued", tone: "refreshing", sentence: "second try in 12 s", button: null, line: "still" },
  ],
  [
    "refreshing, calls used up",
    answer({
      status: "refreshing",
      refresh: message({ waitingFor: "quota", nextAttemptAt: NOW + 20 * 60_000 }),
    }),
    {
      kind: "queued",
      tone: "refreshing",
      sentence: "today's calls are used up, next at 14:20",
      button: null,
      line: "still",
    },
  ],
  [
    "refreshing, paused",
    answer({ status: "refreshing", refresh: message({ waitingFor: "pause" }) }),
    { kind: "queued", tone: "refreshing", sentence: "BrickLink is paused", button: null, line: "still" },
  ],
  [
    "missing",
    answer({}),
    {
      kind: "missing",
      tone: "missing",
      sentence: "nothing known yet",
      button: "Ask BrickLink",
      line: "none",
    },
  ],
  [
    "unknown to BrickLink",
    answer({ error: failure({ code: "not_found", at: NOW - 60_000, retryAt: NOW + 7 * DAY - 60_000 }) }),
    {
      kind: "unknown",
      tone: "missing",
      sentence: "BrickLink has no part 99999x · asked 1 minute ago · asks again in 7 days",
      button: "Ask again",
      line: "none",
    },
  ],
  [
    "failed, with old figures",
    answer({ status: "stale", ...OLD, error: failure({}) }),
    {
      kind: "failed",
      tone: "error",
      sentence: "BrickLink did not answer · old figures kept",
      button: "Try again",
      line: "dashed",
    },
  ],
  [
    "failed, and nothing is there",
    answer({ error: failure({ code: "refused", retryAt: NOW + DAY }) }),
    {
      kind: "failed",
      tone: "error",
      sentence: "BrickLink refused the question · asks again in 24 hours",
      button: "Try again",
      line: "none",
    },
  ],
  [
    "unknown, and the time to ask again has come",
    answer({ error: failure({ code: "not_found", at: NOW - 8 * DAY, retryAt: NOW - DAY }) }),
    {
      kind: "unknown",
      tone: "missing",
      sentence: "BrickLink has no part 99999x · asked 8 days ago",
      button: "Ask again",
      line: "none",
    },
  ],
  [
    "offline, cut off while asking",
    answer({
      status: "refreshing",
      ...OLD,
      refresh: message({ state: "inflight" }),
      isOffline: true,
      receivedAt: NOW + 2 * 60_000,
    }),
    {
      kind: "offline",
      tone: "missing",
      sentence: "showing what we had at 14:02 · back by itself",
      button: null,
      line: "moving",
    },
  ],
  [
    "offline, and nothing had come",
    answer({ status: "pending", isOffline: true, receivedAt: null }),
    { kind: "offline", tone: "missing", sentence: "back by itself", button: null, line: "none" },
  ],
  [
    "refused by the server",
    answer({ status: "pending", problem: PROBLEM }),
    { kind: "failed", tone: "error", sentence: "", button: null, line: "none" },
  ],
  [
    "refused to ask, with old figures",
    answer({ status: "stale", ...OLD, problem: PROBLEM }),
    {
      kind: "failed",
      tone: "error",
      sentence: "fetched 41 days ago",
      button: "Try again",
      line: "dashed",
    },
  ],
  [
    "no answer yet",
    answer({ status: "pending" }),
    { kind: "pending", tone: "missing", sentence: "", button: null, line: "none" },
  ],
];

test.each(ROWS)("%s", (_, given, said) => {
  expect(badgeOf(given, NOW, PART)).toMatchObject(said);
});

test("a price guide that misses a quarter does not claim to be imported", () => {
  expect(badgeOf(answer({ status: "stale" }), NOW, GUIDE).sentence).toBe("not all figures are in yet");
});

test("a failure is no news while the next try is under way", () => {
  const retried = answer({ status: "stale", ...OLD, error: failure({}), isRefreshing: true });
  expect(badgeOf(retried, NOW, PART).kind).toBe("stale");
});

test("the line drains from full to empty", () => {
  const fresh = answer({ status: "fresh", lastFetched: NOW - DAY, staleAt: NOW + 3 * DAY });
  expect(lifeLeft(fresh, NOW)).toBe(0.75);
  expect(lifeLeft(fresh, NOW + 9 * DAY)).toBe(0);
  expect(lifeLeft(answer({ status: "stale" }), NOW)).toBe(0);
});

test("the words are read again each second only while one counts them down", () => {
  const retry = (inMs: number) =>
    answer({ status: "refreshing", refresh: message({ waitingFor: "retry", nextAttemptAt: NOW + inMs }) });
  expect(tickOf(retry(12_000), NOW)).toBe(1_000);
  expect(tickOf(retry(600_000), NOW)).toBe(60_000);
  expect(tickOf(answer({ status: "fresh", ...GOOD }), NOW)).toBe(60_000);
});
