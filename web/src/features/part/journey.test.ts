import { expect, test } from "vitest";
import type { OutboxMessage } from "../../lib/wire.ts";
import { journey, shownSince } from "./journey.ts";

const QUEUED: OutboxMessage = {
  id: 16,
  resource: "part",
  key: "3001",
  status: "pending",
  priority: "high",
  attempt: 0,
  claims: 0,
  maxAttempts: 8,
  nextAttemptAt: null,
  waitingFor: "turn",
  lastError: null,
  failureCode: null,
  failedAt: null,
  retryAt: null,
  requestedBy: "owner",
  createdAt: 1_000,
  claimedAt: null,
  processedAt: null,
  calls: 0,
  upstreamMs: 0,
};
const SAVED: OutboxMessage = {
  ...QUEUED,
  status: "succeeded",
  claimedAt: 1_010,
  processedAt: 1_900,
  calls: 1,
  upstreamMs: 812,
};

test("a value that arrived tells its whole way, in ms since it was asked for", () => {
  expect(journey(SAVED, 1_912).map(({ name, ms }) => [name, ms])).toEqual([
    ["asked", 0],
    ["queued", 0],
    ["taken", 10],
    ["paid", 10],
    ["bricklink", 812],
    ["saved", 900],
    ["shown", 912],
  ]);
});

test("what has not happened yet is left out", () => {
  expect(journey(QUEUED, null).map((station) => station.name)).toEqual(["asked", "queued"]);
});

test("a failed one ends there, whatever this page shows", () => {
  const failed: OutboxMessage = { ...SAVED, status: "failed" };
  expect(journey(failed, 1_912).at(-1)).toEqual({ name: "failed", ms: 900 });
});

test("a page that was not there is not told of", () => {
  expect(journey(SAVED, null).at(-1)?.name).toBe("saved");
});

test("clocks that differ never give a time before the one before", () => {
  expect(journey(SAVED, 1_500).at(-1)).toEqual({ name: "shown", ms: 900 });
});

test("a value is on this page since it first came, however often it is told again", () => {
  const first = shownSince({ lastFetched: null, at: null }, { lastFetched: 1_900, receivedAt: 1_912 });
  expect(first.at).toBe(1_912);
  expect(shownSince(first, { lastFetched: 1_900, receivedAt: 99_000 }).at).toBe(1_912);
  expect(shownSince(first, { lastFetched: 98_900, receivedAt: 99_000 }).at).toBe(99_000);
});
