/** What a badge says of an answer: one row of the table of states, as a pure rule. */
import type { LiveAnswer } from "../lib/answer.ts";
import { ago, clockTime, span, until } from "../lib/time.ts";
import type { Refresh, RefreshError } from "../lib/wire.ts";
import { buttons, failures, notChecked, type Subject, sentences, words } from "../texts/states.ts";

/** The part of an answer that its freshness is read from; a row of a list has only the times. */
export type Freshness = Pick<LiveAnswer<unknown>, "status" | "lastFetched" | "staleAt"> &
  Partial<
    Pick<LiveAnswer<unknown>, "isRefreshing" | "error" | "refresh" | "problem" | "isOffline" | "receivedAt">
  >;

export type BadgeKind = keyof typeof words;
export type Tone = "fresh" | "stale" | "refreshing" | "missing" | "error";
export type Line = "draining" | "dashed" | "moving" | "still" | "none";

export interface BadgeFacts {
  readonly kind: BadgeKind;
  readonly tone: Tone;
  readonly word: string;
  readonly sentence: string;
  /** What a button beside it says; null where asking is under way or pointless. */
  readonly button: string | null;
  readonly line: Line;
}

const TONES: Record<BadgeKind, Tone> = {
  pending: "missing",
  fresh: "fresh",
  stale: "stale",
  unchecked: "missing",
  refreshing: "refreshing",
  queued: "refreshing",
  missing: "missing",
  unknown: "missing",
  failed: "error",
  offline: "missing",
};

const COUNTED_DOWN = 2 * 60_000;

/** @param now ms UTC of the server's clock. */
export function badgeOf(answer: Freshness, now: number, subject: Subject): BadgeFacts {
  const line = lineOf(answer);
  const facts = (kind: BadgeKind, parts: readonly (string | null)[], button: string | null): BadgeFacts => ({
    kind,
    tone: TONES[kind],
    word: words[kind],
    sentence: parts.filter((part) => part !== null).join(" · "),
    button,
    line,
  });
  const { status, lastFetched, staleAt, refresh, error } = answer;
  const fetched = ifKnown(lastFetched, (at) => sentences.fetched(ago(at, now)));
  if (answer.isOffline) {
    const had = ifKnown(answer.receivedAt ?? null, (at) => sentences.had(clockTime(at, now)));
    return facts("offline", [had, sentences.back], null);
  }
  if (status === "pending") return answer.problem ? facts("failed", [], null) : facts("pending", [], null);
  if (status === "refreshing") {
    if (refresh?.waitingFor) return facts("queued", [waiting(refresh, now)], null);
    return facts(
      "refreshing",
      [asking(refresh), ifKnown(lastFetched, (at) => sentences.showing(span(now - at)))],
      null,
    );
  }
  if (answer.problem && !answer.isRefreshing) return facts("failed", [fetched], buttons.tryAgain);
  if (error && !answer.isRefreshing) {
    if (error.code === "not_found" && status === "missing") {
      return facts("unknown", notFound(error, now, subject), buttons.askAgain);
    }
    return facts("failed", failed(error, answer, now), buttons.tryAgain);
  }
  const asked = answer.isRefreshing ? sentences.asking : null;
  const button = (word: string): string | null => (asked === null ? word : null);
  switch (status) {
    case "fresh":
      return facts(
        "fresh",
        [fetched, ifKnown(staleAt, (at) => sentences.staleIn(until(at, now)))],
        buttons.refresh,
      );
    case "stale":
      if (lastFetched === null) {
        return facts("unchecked", [notChecked[subject.resource], asked], button(buttons.ask));
      }
      return facts("stale", [fetched, asked], button(buttons.refresh));
    case "missing":
      return facts("missing", [sentences.nothing, asked], button(buttons.ask));
    default:
      throw status satisfies never;
  }
}

/** The share of its life that a value has left, 1 just after it was fetched, 0 when it is stale. */
export function lifeLeft({ lastFetched, staleAt }: Freshness, now: number): number {
  if (lastFetched === null || staleAt === null || staleAt <= lastFetched) return 0;
  return Math.min(1, Math.max(0, (staleAt - now) / (staleAt - lastFetched)));
}

/** How often (ms) the words have to be read again: each second while one counts down, else each minute. */
export function tickOf({ refresh }: Freshness, now: number): number {
  const next = refresh?.waitingFor === "retry" ? refresh.nextAttemptAt : null;
  return next !== null && next - now < COUNTED_DOWN ? 1_000 : 60_000;
}

/** The line under a value; gray and still while the page is offline (see Shell). */
export function lineOf({ status, refresh }: Freshness): Line {
  switch (status) {
    case "fresh":
      return "draining";
    case "stale":
      return "dashed";
    case "refreshing":
      return refresh?.waitingFor ? "still" : "moving";
    case "missing":
    case "pending":
      return "none";
    default:
      throw status satisfies never;
  }
}

function waiting(refresh: Refresh, now: number): string | null {
  switch (refresh.waitingFor) {
    case "turn":
      return refresh.priority === "low" ? sentences.turnLow : sentences.turn;
    case "retry":
      return sentences.retry(refresh.attempt + 1, until(refresh.nextAttemptAt ?? now, now));
    case "quota":
      return sentences.quota(ifKnown(refresh.nextAttemptAt, (at) => clockTime(at, now)));
    case "pause":
      return sentences.pause;
    case null:
      return null;
    default:
      throw refresh.waitingFor satisfies never;
  }
}

function asking(refresh: Refresh | null | undefined): string {
  if (!refresh || refresh.callsTotal < 2) return sentences.asking;
  return sentences.askingCall(Math.min(refresh.callsDone + 1, refresh.callsTotal), refresh.callsTotal);
}

function notFound(error: RefreshError, now: number, subject: Subject): (string | null)[] {
  return [sentences.doesNotKnow(subject.name), sentences.asked(ago(error.at, now)), asksAgain(error, now)];
}

function failed(error: RefreshError, answer: Freshness, now: number): (string | null)[] {
  return [
    failures[error.code],
    answer.lastFetched === null ? null : sentences.oldKept,
    asksAgain(error, now),
  ];
}

function asksAgain({ retryAt }: RefreshError, now: number): string | null {
  return retryAt !== null && retryAt > now ? sentences.asksAgain(until(retryAt, now)) : null;
}

function ifKnown(at: number | null, say: (at: number) => string): string | null {
  return at === null ? null : say(at);
}
