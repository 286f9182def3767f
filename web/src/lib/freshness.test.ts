import { expect, test } from "vitest";
import table from "../../../tests/model/freshness_cases.json";
import { changesAt, type FreshnessState, status } from "./freshness.ts";

/** The cases that the server's rule is tested with, too. */
const CASES = table.cases.map(({ message, ...rest }) => ({
  ...rest,
  refreshActive: message === "pending" || message === "inflight",
}));

function stateOf({ hasData, refreshActive, staleAt }: FreshnessState): FreshnessState {
  return { hasData, refreshActive, staleAt };
}

test.each(CASES)("$name: $status", ({ now, status: expected, changesAt: at, ...given }) => {
  const state = stateOf(given);
  expect(status(state, now)).toBe(expected);
  expect(changesAt(state, now)).toBe(at);
});
