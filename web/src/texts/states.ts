/** How badges, sentences and failures are worded. */
import type { OutboxMessage, RefreshError } from "../lib/wire.ts";

export const product = "freshbrick";

/** What a block is about: its name as it stands in a sentence, such as "part 3001". */
export interface Subject {
  readonly resource: "part" | "part_colors" | "price_guide";
  readonly name: string;
}

export const words = {
  pending: "Loading",
  fresh: "Fresh",
  stale: "Stale",
  unchecked: "Not checked yet",
  refreshing: "Refreshing",
  queued: "Queued",
  missing: "Missing",
  unknown: "Unknown",
  failed: "Failed",
  offline: "Offline",
} as const;

export const buttons = {
  refresh: "Refresh",
  ask: "Ask BrickLink",
  askAgain: "Ask again",
  tryAgain: "Try again",
} as const;

export const sentences = {
  fetched: (ago: string) => `fetched ${ago}`,
  staleIn: (until: string) => `stale ${until}`,
  asking: "asking BrickLink",
  askingCall: (call: number, of: number) => `asking BrickLink, call ${call} of ${of}`,
  showing: (age: string) => `showing ${age} old`,
  turn: "next in line",
  turnLow: "waits for the next round",
  retry: (tryNumber: number, until: string) => `${ordinal(tryNumber)} try ${until}`,
  quota: (at: string | null) =>
    at === null ? "today's calls are used up" : `today's calls are used up, next at ${at}`,
  pause: "BrickLink is paused",
  nothing: "nothing known yet",
  doesNotKnow: (name: string) => `BrickLink has no ${name}`,
  asked: (ago: string) => `asked ${ago}`,
  asksAgain: (until: string) => `asks again ${until}`,
  oldKept: "old figures kept",
  had: (at: string) => `showing what we had at ${at}`,
  back: "back by itself",
} as const;

/** Why there is a value that was never fetched whole. */
export const notChecked: Record<Subject["resource"], string> = {
  part: "from the imported list",
  part_colors: "from the imported list",
  price_guide: "not all figures are in yet",
};

/** What went wrong, in plain words. */
export const failures: Record<RefreshError["code"], string> = {
  not_found: "BrickLink does not know it",
  refused: "BrickLink refused the question",
  unreadable: "BrickLink's answer could not be read",
  wrong_item: "BrickLink answered about another part",
  too_large: "BrickLink's answer was too large",
  unreachable: "BrickLink did not answer",
  upstream_error: "BrickLink has trouble of its own",
  limited: "BrickLink takes no more calls for now",
  credentials: "BrickLink does not accept our keys",
  keys_missing: "there are no BrickLink keys",
  attempts_exhausted: "BrickLink did not answer, time after time",
  worker_lost: "the work was cut off again and again",
};

/** Who asked, or what for: `requestedBy` is a person's name or one of our own reasons. */
export function why({ requestedBy }: Pick<OutboxMessage, "requestedBy">): string {
  if (requestedBy === "sweep") return "about to turn stale";
  if (requestedBy === "inventory") return "for the inventory";
  if (requestedBy === null) return "other data needs it";
  return `asked by ${requestedBy}`;
}

export const kit = {
  close: "Close",
  was: (value: string) => `was ${value}`,
  noPrice: "none",
  refreshOf: (button: string, name: string) => `${button}: ${name}`,
  changed: (label: string, value: string) => `${label} now ${value}`,
  failureTitle: "This did not work",
  unreachable: "The server does not answer.",
} as const;

const ORDINALS = [
  "zeroth",
  "first",
  "second",
  "third",
  "fourth",
  "fifth",
  "sixth",
  "seventh",
  "eighth",
  "ninth",
];

/** "second"; from the tenth on "10th". */
export function ordinal(number: number): string {
  return ORDINALS[number] ?? `${number}th`;
}
