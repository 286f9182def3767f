/** Answers for tests. */
import type { Part, PartAnswer, Refresh, RefreshError } from "../../lib/wire.ts";

/** When the fakes' clock starts, ms UTC. */
export const NOW = 1_780_000_000_000;
export const DAY = 86_400_000;

export function part(partNumber: string, name = `Brick ${partNumber}`): Part {
  return {
    partNumber,
    name,
    categoryId: 5,
    categoryName: "Brick",
    alternateNumbers: [],
    yearReleased: 1958,
    weight: "2.32",
    size: { x: "2", y: "4", z: "1" },
    description: null,
    imageUrl: null,
    thumbnailUrl: null,
    isObsolete: false,
    source: "bricklink",
  };
}

export const MISSING: PartAnswer = {
  data: null,
  status: "missing",
  lastFetched: null,
  staleAt: null,
  refresh: null,
  error: null,
};

export function fresh(partNumber: string, given: Partial<PartAnswer> = {}): PartAnswer {
  const times = { lastFetched: NOW, staleAt: NOW + 30 * DAY };
  return { ...MISSING, data: part(partNumber), status: "fresh", ...times, ...given };
}

export function stale(partNumber: string, given: Partial<PartAnswer> = {}): PartAnswer {
  return fresh(partNumber, {
    status: "stale",
    lastFetched: NOW - 41 * DAY,
    staleAt: NOW - 11 * DAY,
    ...given,
  });
}

export function refreshing(answer: PartAnswer, given: Partial<Refresh> = {}): PartAnswer {
  const refresh: Refresh = {
    messageId: 15,
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
  return { ...answer, status: "refreshing", refresh };
}

export function failure(given: Partial<RefreshError> = {}): RefreshError {
  return {
    code: "upstream_error",
    message: "503",
    temporary: true,
    at: NOW,
    retryAt: NOW + 60_000,
    ...given,
  };
}
