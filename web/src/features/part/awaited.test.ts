import { expect, test } from "vitest";
import type { LiveAnswer } from "../../lib/answer.ts";
import type { RefreshError } from "../../lib/wire.ts";
import { behind, isAwaited, mayExist } from "./awaited.ts";

const NOTHING: LiveAnswer<string> = {
  data: null,
  status: "missing",
  isLoading: false,
  isRefreshing: false,
  error: null,
  lastFetched: null,
  staleAt: null,
  refresh: null,
  refetch: () => {},
  problem: null,
  isOffline: false,
  receivedAt: null,
  lastMessageId: null,
  asked: null,
};
const PENDING: LiveAnswer<string> = { ...NOTHING, data: undefined, status: "pending" };
const BAD = { code: "bad_request", message: "No such part number.", retryAfterMs: null } as const;

function failed(code: RefreshError["code"]): RefreshError {
  return { code, message: "", temporary: false, at: 0, retryAt: null };
}

test("a part that waits for its call, or failed, may exist: what hangs on it stays", () => {
  expect(mayExist(PENDING)).toBe(true);
  expect(mayExist({ ...NOTHING, status: "refreshing", isRefreshing: true })).toBe(true);
  expect(mayExist({ ...NOTHING, error: failed("unreachable") })).toBe(true);
});

test("one that BrickLink does not know, or that has no such number, does not", () => {
  expect(mayExist({ ...NOTHING, error: failed("not_found") })).toBe(false);
  expect(mayExist({ ...PENDING, problem: BAD })).toBe(false);
  expect(mayExist({ ...NOTHING, data: "kept", error: failed("not_found") })).toBe(true);
});

test("room is kept only for what is to come", () => {
  expect(isAwaited(PENDING)).toBe(true);
  expect(isAwaited({ ...NOTHING, isLoading: true })).toBe(true);
  expect(isAwaited(NOTHING)).toBe(false);
  expect(isAwaited({ ...PENDING, problem: BAD })).toBe(false);
});

test("what waits for the part has its reason, not its data nor its answer to a press", () => {
  const asked = { outcome: "throttled", messageId: null, retryAfterMs: 1, quota: null } as const;
  expect(behind({ ...NOTHING, data: "part", status: "refreshing", asked })).toMatchObject({
    data: undefined,
    status: "refreshing",
    asked: null,
  });
});
