import { describe, expect, test } from "vitest";
import type { OutboxMessage } from "../../lib/wire.ts";
import { detail, goingOn, nextTry, triesMade } from "./message.ts";

const NOW = Date.UTC(2026, 10, 25, 12, 0);
const SECOND = 1_000;

function message(facts: Partial<OutboxMessage>): OutboxMessage {
  return {
    id: 1,
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
    createdAt: NOW - 60 * SECOND,
    claimedAt: null,
    processedAt: null,
    calls: 0,
    upstreamMs: 0,
    ...facts,
  };
}

const retrying = message({
  waitingFor: "retry",
  attempt: 1,
  nextAttemptAt: NOW + 4 * SECOND,
  failureCode: "upstream_error",
});
const done = message({
  status: "succeeded",
  waitingFor: null,
  calls: 4,
  upstreamMs: 3210,
  processedAt: NOW - 5 * SECOND,
});
const unknown = message({
  status: "failed",
  waitingFor: null,
  failureCode: "not_found",
  lastError: "BrickLink does not know this item.",
  processedAt: NOW - 5 * SECOND,
  retryAt: NOW + 7 * 86_400 * SECOND,
});

describe("what is going on", () => {
  test.each([
    ["next in line", message({})],
    ["waits for the next round", message({ priority: "low" })],
    ["waits for its second try, BrickLink has trouble of its own", retrying],
    ["today's calls are used up", message({ waitingFor: "quota" })],
    ["BrickLink is paused", message({ waitingFor: "pause" })],
    ["asking BrickLink", message({ status: "inflight", waitingFor: null })],
    ["saved 5 s ago, 4 calls, 3,210 ms", done],
    ["BrickLink does not know it, 5 s ago", unknown],
    [
      "as told by a newer server, 5 s ago",
      { ...unknown, failureCode: "moon", lastError: "as told by a newer server" },
    ],
  ])("%s", (words, given) => {
    expect(goingOn(given, NOW)).toBe(words);
  });
});

test("a failure is detailed where the server says more than the plain words", () => {
  const refused = {
    ...unknown,
    failureCode: "refused",
    lastError: "BrickLink refused the request (HTTP 400).",
  };
  expect(detail(refused)).toBe("BrickLink refused the request (HTTP 400).");
  expect(detail(unknown)).toBeNull();
  expect(detail(retrying)).toBeNull();
});

test("the next try counts down, and is not made up where nobody knows it", () => {
  expect(nextTry(retrying, NOW)).toBe("in 4 s");
  expect(nextTry(retrying, NOW + SECOND)).toBe("in 3 s");
  expect(nextTry(unknown, NOW)).toBe("asked again in 7 days, if somebody looks");
  expect(nextTry(message({}), NOW)).toBe("–");
  expect(nextTry(done, NOW)).toBe("–");
});

test("tries are counted as they were made, the one under way included", () => {
  expect(triesMade(message({}))).toBe(0);
  expect(triesMade(retrying)).toBe(1);
  expect(triesMade({ ...retrying, status: "inflight" })).toBe(2);
  expect(triesMade(done)).toBe(1);
  expect(triesMade(message({ status: "failed", attempt: 8, failureCode: "attempts_exhausted" }))).toBe(8);
});
