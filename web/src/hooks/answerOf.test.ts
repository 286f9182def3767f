import { expect, test } from "vitest";
import type { LiveAnswer } from "../lib/answer.ts";
import type { Part, PartAnswer, Refresh } from "../lib/wire.ts";
import type { ConnectionState } from "../live/client.ts";
import { type Held, NOTHING } from "../live/held.ts";
import { DAY, failure, fresh, MISSING, NOW, part, refreshing, stale } from "../live/testing/answers.ts";
import { answerOf } from "./answerOf.ts";

type State = ConnectionState["state"];

function held(value: PartAnswer, given: Partial<Held<PartAnswer>> = {}): Held<PartAnswer> {
  return { ...NOTHING, receivedAt: NOW, value, ...given };
}

const asking = { asking: true };
const waits = (waitingFor: Refresh["waitingFor"]) => ({ waitingFor });
const OLD = part("3001");

type Row = readonly [
  name: string,
  held: Held<PartAnswer> | null,
  connection: State,
  data: Part | null | undefined,
  status: LiveAnswer<Part>["status"],
  isLoading: boolean,
  isRefreshing: boolean,
];

/** The truth table of the hooks, row by row; docs/hooks.md shows it. */
const TABLE: readonly Row[] = [
  ["no key", null, "online", undefined, "pending", false, false],
  ["no answer yet", NOTHING, "online", undefined, "pending", true, false],
  ["no answer, and no connection yet", NOTHING, "connecting", undefined, "pending", true, false],
  ["missing, own ask unanswered", held(MISSING, asking), "online", null, "missing", true, true],
  ["refreshing, nothing yet, moving", held(refreshing(MISSING)), "online", null, "refreshing", true, true],
  ["… its turn comes", held(refreshing(MISSING, waits("turn"))), "online", null, "refreshing", true, true],
  [
    "… waits for the quota",
    held(refreshing(MISSING, waits("quota"))),
    "online",
    null,
    "refreshing",
    false,
    true,
  ],
  [
    "… waits for BrickLink",
    held(refreshing(MISSING, waits("pause"))),
    "online",
    null,
    "refreshing",
    false,
    true,
  ],
  [
    "… waits to try again",
    held(refreshing(MISSING, waits("retry"))),
    "online",
    null,
    "refreshing",
    false,
    true,
  ],
  ["refreshing with data", held(refreshing(stale("3001"))), "online", OLD, "refreshing", false, true],
  [
    "refreshing with data, waits",
    held(refreshing(stale("3001"), waits("quota"))),
    "online",
    OLD,
    "refreshing",
    false,
    true,
  ],
  [
    "missing, unknown",
    held({ ...MISSING, error: failure({ code: "not_found" }) }),
    "online",
    null,
    "missing",
    false,
    false,
  ],
  ["missing, failed", held({ ...MISSING, error: failure() }), "online", null, "missing", false, false],
  ["stale, failed", held(stale("3001", { error: failure() })), "online", OLD, "stale", false, false],
  ["stale, own ask unanswered", held(stale("3001"), asking), "online", OLD, "stale", false, true],
  ["stale, only watched", held(stale("3001")), "online", OLD, "stale", false, false],
  ["fresh", held(fresh("3001")), "online", OLD, "fresh", false, false],
  [
    "polling is a connection, too",
    held(refreshing(stale("3001"))),
    "polling",
    OLD,
    "refreshing",
    false,
    true,
  ],
  ["disconnected", held(fresh("3001")), "offline", OLD, "fresh", false, false],
  [
    "disconnected while refreshing",
    held(refreshing(stale("3001"))),
    "offline",
    OLD,
    "refreshing",
    false,
    false,
  ],
  ["disconnected with nothing yet", held(refreshing(MISSING)), "offline", null, "refreshing", false, false],
  ["signed out", held(refreshing(MISSING), asking), "signedOut", null, "refreshing", false, false],
];

test.each(TABLE)("%s", (_name, given, connection, data, status, isLoading, isRefreshing) => {
  const answer = answerOf(given, connection, NOW);
  expect(answer).toMatchObject({ status, isLoading, isRefreshing });
  expect(answer.data).toEqual(data);
});

test("an empty list is an answer", () => {
  const colors = { ...NOTHING, value: { ...fresh("3001"), data: [] } };
  expect(answerOf(colors, "online", NOW)).toMatchObject({ data: [], status: "fresh", isLoading: false });
});

test("what is fresh turns stale when its time has passed, connected or not", () => {
  for (const connection of ["online", "offline"] as const) {
    const at = (now: number) => answerOf(held(fresh("3001")), connection, now).status;
    expect([at(NOW + 30 * DAY), at(NOW + 30 * DAY + 1)]).toEqual(["fresh", "stale"]);
  }
});

test("what cannot be served at all is not loading, and says why", () => {
  const error = { code: "bad_request", message: "No such number.", retryAfterMs: null } as const;
  expect(answerOf({ ...NOTHING, error }, "online", NOW)).toMatchObject({ problem: error, isLoading: false });
});

test("it tells the failure, the times and the refresh as the server did", () => {
  const error = failure();
  const value = refreshing(stale("3001", { error }));
  const { lastFetched, staleAt, refresh } = value;
  expect(answerOf(held(value), "online", NOW)).toMatchObject({
    error,
    lastFetched,
    staleAt,
    refresh,
    receivedAt: NOW,
  });
});
