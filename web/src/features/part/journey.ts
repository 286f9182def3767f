import type { LiveAnswer } from "../../lib/answer.ts";
import type { OutboxMessage } from "../../lib/wire.ts";

/** A station of a value's way to this page: `ms` since it was asked for; of `bricklink`, how long its calls took. */
export interface Station {
  readonly name: "asked" | "queued" | "taken" | "paid" | "bricklink" | "saved" | "failed" | "shown";
  readonly ms: number;
}

/** A value and when it first was on this page (ms UTC). */
export interface Shown {
  readonly lastFetched: number | null;
  readonly at: number | null;
}

/** Of the value that an answer holds now: the same value told once more is not new. */
export function shownSince(
  before: Shown,
  { lastFetched, receivedAt }: Pick<LiveAnswer<unknown>, "lastFetched" | "receivedAt">,
): Shown {
  return before.lastFetched === lastFetched ? before : { lastFetched, at: receivedAt };
}

/**
 * The way of a message so far, in order. Asking is queueing, and claim and payment are one transaction, so these have
 * one time each; after retries the claim is the last one. `shownAt` is when this page was told (ms UTC), null if it
 * was not there.
 */
export function journey(message: OutboxMessage, shownAt: number | null): Station[] {
  const { createdAt, claimedAt, processedAt, status, calls, upstreamMs } = message;
  const since = (at: number) => Math.max(0, at - createdAt);
  const stations: Station[] = [
    { name: "asked", ms: 0 },
    { name: "queued", ms: 0 },
  ];
  if (claimedAt !== null) stations.push({ name: "taken", ms: since(claimedAt) });
  if (claimedAt !== null && calls > 0) stations.push({ name: "paid", ms: since(claimedAt) });
  if (calls > 0 && upstreamMs > 0) stations.push({ name: "bricklink", ms: upstreamMs });
  if (processedAt === null) return stations;
  if (status === "failed") stations.push({ name: "failed", ms: since(processedAt) });
  if (status !== "succeeded") return stations;
  stations.push({ name: "saved", ms: since(processedAt) });
  if (shownAt !== null) stations.push({ name: "shown", ms: since(Math.max(shownAt, processedAt)) });
  return stations;
}
