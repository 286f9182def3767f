/** The lines of the tour, and what must have been seen for each: by pages, never by a click. */
import type { AnswerSeen, Sighting } from "./sighting.ts";

export type LineId =
  | "flow"
  | "how"
  | "red"
  | "tabs"
  | "missing"
  | "unknown"
  | "time"
  | "retries"
  | "drain"
  | "trouble"
  | "lot"
  | "developers";

export type Place = { readonly part: string; readonly color?: number } | "activity" | "inventory";

export interface Line {
  readonly id: LineId;
  readonly place: Place;
  readonly isSeen: (sightings: readonly Sighting[]) => boolean;
}

type Test = (seen: AnswerSeen, before: readonly AnswerSeen[]) => boolean;

export const RED = 5;
/** Messages that a drain of the demo takes. */
const A_DRAIN = 10;

export const LINES: readonly Line[] = [
  { id: "flow", place: { part: "3001" }, isSeen: onOnePage("part 3001", old, renewed, isNewer) },
  { id: "how", place: { part: "3001" }, isSeen: block("how") },
  {
    id: "red",
    place: { part: "3001", color: RED },
    isSeen: (all) =>
      onOnePage("part_colors 3001", isFresh)(all) &&
      onOnePage(`price_guide 3001/${RED}`, (seen) => seen.callsTotal === 4, isFresh)(all),
  },
  { id: "tabs", place: { part: "3001" }, isSeen: onTwoPages },
  { id: "missing", place: { part: "3024" }, isSeen: onOnePage("part 3024", hasNothing, isFresh) },
  { id: "unknown", place: { part: "99999x" }, isSeen: rememberedOverAReload },
  { id: "time", place: { part: "3020" }, isSeen: turnedStale },
  {
    id: "retries",
    place: { part: "3040" },
    isSeen: onOnePage("part 3040", (seen) => seen.attempt === 2, isFresh),
  },
  { id: "drain", place: "activity", isSeen: drained },
  { id: "trouble", place: "activity", isSeen: mended },
  { id: "lot", place: "inventory", isSeen: hasTwelveUsed },
  { id: "developers", place: { part: "3001" }, isSeen: block("developers") },
];

function isFresh(seen: AnswerSeen): boolean {
  return seen.status === "fresh";
}

function old(seen: AnswerSeen): boolean {
  return seen.status === "stale" && seen.hasData;
}

function renewed(seen: AnswerSeen): boolean {
  return seen.status === "refreshing" && seen.hasData;
}

function hasNothing(seen: AnswerSeen): boolean {
  return !seen.hasData && (seen.status === "missing" || seen.status === "refreshing");
}

function isNewer(seen: AnswerSeen, before: readonly AnswerSeen[]): boolean {
  return isFresh(seen) && seen.lastFetched !== before[0]?.lastFetched;
}

/** Stale by time alone: nothing was fetched, nothing is asked for. */
function turnedStale(all: readonly Sighting[]): boolean {
  return byPage(answers(all, "part 3020")).some((seen) =>
    seen.some((answer, i) => {
      const before = seen[i - 1];
      return (
        answer.status === "stale" && before?.status === "fresh" && before.lastFetched === answer.lastFetched
      );
    }),
  );
}

/** Whether one and the same page saw these of a subject, in this order; others may lie between. */
function onOnePage(subject: string, ...tests: readonly Test[]): Line["isSeen"] {
  return (all) => byPage(answers(all, subject)).some((seen) => inOrder(seen, tests));
}

function inOrder<S>(
  seen: readonly S[],
  tests: readonly ((one: S, before: readonly S[]) => boolean)[],
): boolean {
  const found: S[] = [];
  for (const one of seen) {
    if (tests[found.length]?.(one, found)) found.push(one);
  }
  return found.length === tests.length;
}

/** Two pages saw the same refresh of 3001 under way, and its value arrive. */
function onTwoPages(all: readonly Sighting[]): boolean {
  const told = byPage(answers(all, "part 3001")).flatMap((seen) => refreshesSeen(seen));
  return new Set(told).size < told.length;
}

/** The refreshes that one page saw from under way to fresh, each once. */
function refreshesSeen(seen: readonly AnswerSeen[]): number[] {
  const underWay = seen.filter((answer) => answer.status === "refreshing").map(({ messageId }) => messageId);
  const arrived = seen.filter(isFresh).map(({ messageId }) => messageId);
  return [...new Set(underWay)].filter((id): id is number => id !== null && arrived.includes(id));
}

/** One page saw 99999x refused, another one the same refusal, and that nothing was asked. */
function rememberedOverAReload(all: readonly Sighting[]): boolean {
  const pages = byPage(answers(all, "part 99999x"));
  const refused = (seen: readonly AnswerSeen[]) =>
    seen.find(({ failure }) => failure === "not_found")?.failedAt;
  const asked = (seen: readonly AnswerSeen[]) => seen.some(({ status }) => status === "refreshing");
  const first = pages.filter((seen) => refused(seen) !== undefined);
  return first.some(
    (seen, i) => !asked(seen) && first.some((other, j) => j < i && refused(other) === refused(seen)),
  );
}

/** As many waited as one drain takes and more, then some were left for the next, then none. */
function drained(all: readonly Sighting[]): boolean {
  return byPage(all.filter((seen) => seen.of === "waiting")).some((seen) =>
    inOrder(seen, [
      ({ low }) => low > A_DRAIN,
      ({ low }) => low > 0 && low <= A_DRAIN,
      ({ low }) => low === 0,
    ]),
  );
}

/** A part failed and kept what it had; everything was paused, and went on. */
function mended(all: readonly Sighting[]): boolean {
  const failed = answers(all, "part 3001").some(
    ({ failure, hasData }) => failure === "upstream_error" && hasData,
  );
  const upstream = byPage(all.filter((seen) => seen.of === "upstream"));
  return failed && upstream.some((seen) => inOrder(seen, [isPaused, isWell]));
}

function isPaused({ state }: { readonly state: string }): boolean {
  return state === "paused";
}

function isWell({ state }: { readonly state: string }): boolean {
  return state === "ok";
}

function hasTwelveUsed(all: readonly Sighting[]): boolean {
  return all.some(
    (seen) =>
      seen.of === "lot" && seen.partNumber === "3001" && seen.condition === "used" && seen.quantity === 12,
  );
}

function block(name: string): Line["isSeen"] {
  return (all) => all.some((seen) => seen.of === "block" && seen.name === name);
}

function answers(all: readonly Sighting[], subject: string) {
  return all.filter((seen) => seen.of === "answer").filter((seen) => seen.subject === subject);
}

/** The sightings of each page, in their order. */
function byPage<S extends { readonly page: string }>(all: readonly S[]): S[][] {
  const pages = new Set(all.map(({ page }) => page));
  return [...pages].map((page) => all.filter((seen) => seen.page === page));
}
