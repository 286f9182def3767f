/** The activity page: health, calls of the day, what is done now and next, and the outbox. */
import { formatCount } from "../lib/money.ts";
import { ago, clockTime, until } from "../lib/time.ts";
import type { Asked, OutboxMessage } from "../lib/wire.ts";
import { ordinal, words } from "./states.ts";

type Priority = OutboxMessage["priority"];
type State = OutboxMessage["status"];

export const health = {
  answers: (lastCallAt: number | null, now: number) =>
    lastCallAt === null
      ? "BrickLink has not been asked lately."
      : `BrickLink answers, last call ${secondsAgo(lastCallAt, now)}.`,
  inflight: (count: number) => `${things(count)} on the way.`,
  waiting: (count: number) => (count === 0 ? "Nothing waits." : `${things(count)} waiting.`),
  noWorker: "No worker runs: what is asked for is kept, but nobody fetches it. Start one with",
  noWorkerCommand: "freshbrick worker",
  offline: "There is no connection to the server: this is how it was when it was last heard of.",
} as const;

export const quota = {
  title: "Calls of the last 24 hours",
  left: (left: number, limit: number) => `${formatCount(left)} of ${formatCount(limit)} left`,
  used: (used: number) => `${formatCount(used)} used`,
  comingBack: (calls: number) =>
    calls === 0 ? "None come back within the hour" : `${formatCount(calls)} come back within the hour`,
  gauge: (used: number, limit: number) => `${formatCount(used)} of ${formatCount(limit)} calls used`,
  reservedLow: "the background stops here",
  reservedNormal: "batches stop here",
  strip: (calls: number, minutes: number) =>
    `${formatCount(calls)} calls in the last 24 hours, a bar for every ${minutes} minutes`,
  bar: (from: number, to: number, calls: number, now: number) =>
    `${clockTime(from, now)} to ${clockTime(to, now)}: ${formatCount(calls)} calls`,
  asTable: "Show as table",
  asChart: "Show as chart",
  table: "Calls by hour",
  hour: "Hour",
  all: "All",
  total: "Total",
  none: "No calls in the last 24 hours",
  leaving: "comes back within the hour",
} as const;

/** Who waits for a refresh, by its priority. */
export const priorities: Record<Priority, string> = {
  high: "Somebody looks",
  normal: "Batch",
  low: "Background",
};

export const now = {
  title: "Now",
  lanes: "At most four calls at once, two of them kept for whoever looks",
  free: "Free",
  asking: (calls: number, seconds: number) =>
    calls > 1 ? `asking BrickLink for ${seconds} s, ${calls} calls` : `asking BrickLink for ${seconds} s`,
} as const;

export const next = {
  title: "Next",
  batch: (count: number) => `up to ${count}`,
  due: (at: number | null, moment: number) => (at === null || at <= moment ? "now" : until(at, moment)),
  never: "has not run yet",
  last: (at: number, moment: number) => `last ${ago(at, moment)}`,
} as const;

/** What each cron does. */
export const crons: Readonly<Record<string, string>> = {
  drain_catalog_refresh_outbox: "Works off what waits in the background",
  sweep: "Looks for what is about to turn stale",
  prune: "Forgets what was done long ago",
};

export const outbox = {
  title: "Outbox",
  all: "All",
  filters: "Show messages",
  newest: (count: number) => `The newest ${count}. Failed and done are counted for a day`,
  heads: { what: "What", why: "Why", state: "State", tries: "Tries", next: "Next try" },
  empty: {
    all: "Nothing has been asked for yet",
    pending: "Nothing is waiting",
    inflight: "Nothing is being refreshed",
    failed: "Nothing has failed",
    succeeded: "Nothing has been done yet",
  },
  emptyHint: "Open a part that is stale or missing, and its refresh shows here.",
  held: (count: number) => (count === 1 ? "1 new" : `${formatCount(count)} new`),
  gone: "no longer in this list",
  retry: "Retry",
  discard: "Discard",
  buttonFor: (verb: string, what: string) => `${verb}: ${what}`,
  discarded: "Discarded",
  beingWorkedOn: "It is being worked on: it cannot be discarded now",
  notFailed: "It is no longer failed: there is nothing to retry",
  vanished: "It is no longer in the outbox",
  forbidden: "Only an owner may do this",
} as const;

export const states: Record<State, string> = {
  pending: words.queued,
  inflight: words.refreshing,
  failed: words.failed,
  succeeded: "Done",
};

export const sayings = {
  asking: "asking BrickLink",
  tryAgain: (number: number) => `waits for its ${ordinal(number)} try`,
  unknownFailure: "it failed",
  saved: (at: number, moment: number) => `saved ${secondsAgo(at, moment)}`,
  savedIn: (calls: number, ms: number) =>
    `${calls === 1 ? "1 call" : `${calls} calls`}, ${formatCount(ms)} ms`,
  failed: (at: number, moment: number) => secondsAgo(at, moment),
  askedAgain: (at: number, moment: number) =>
    at <= moment ? "asked again when somebody looks" : `asked again ${until(at, moment)}, if somebody looks`,
  tries: (made: number, most: number) => `${made} of ${most}`,
  none: "–",
} as const;

/** What became of a retry. */
export const retried: Record<Asked["outcome"], string> = {
  enqueued: "Asked again, first in line",
  already_queued: "Asked for already, and now first in line",
  fresh: "It is fresh already",
  throttled: "Refreshed a moment ago",
  not_found: "BrickLink does not know it",
  backing_off: "It failed a moment ago",
  keys_missing: "There are no BrickLink keys",
};

/** "part 3001", "price guide of 3001 in Red". `color` is the name of the guide's color, if it is known. */
export function subject(message: Pick<OutboxMessage, "resource" | "key">, color?: string): string {
  const [number, colorId] = message.key.split("/");
  switch (message.resource) {
    case "part":
      return `part ${number}`;
    case "part_colors":
      return `colors of ${number}`;
    case "price_guide":
      return `price guide of ${number} in ${color ?? `color ${colorId}`}`;
    case "color":
      return "all colors";
    case "category":
      return "all categories";
    default:
      throw message.resource satisfies never;
  }
}

/** "4 s ago", "3 minutes ago": a call is news while it is seconds old. */
function secondsAgo(at: number, moment: number): string {
  const seconds = Math.max(0, Math.floor((moment - at) / 1000));
  return seconds < 60 ? `${seconds} s ago` : ago(at, moment);
}

function things(count: number): string {
  return `${formatCount(count)} ${count === 1 ? "request" : "requests"}`;
}
