import type { PartAnswer } from "../lib/wire.ts";

/** What any answer of the catalog says of its freshness. */
export type Freshness = Omit<PartAnswer, "data">;

/** When a page asks for a refresh by itself: once for what it knows of a key (when fetched, when to retry). */
export class Asking {
  #asked: string | null = null;
  #againAt: number | null = null;

  /** Ms until it is time to ask: 0 is now, null is never by time alone. `now` is the server's clock, ms UTC. */
  waitMs(answer: Freshness, now: number): number | null {
    if (!isWorthAsking(answer)) return null;
    const at = known(answer) === this.#asked ? this.#againAt : (answer.error?.retryAt ?? now);
    return at === null ? null : Math.max(0, at - now);
  }

  /** An ask has left for what `answer` says. */
  asked(answer: Freshness): void {
    this.#asked = known(answer);
    this.#againAt = null;
  }

  /** The ask was answered: it may be repeated after that time, if one was named. */
  toldToWait(retryAfterMs: number | null, now: number): void {
    this.#againAt = retryAfterMs === null ? null : now + retryAfterMs;
  }

  /** The ask may never have arrived. */
  lost(): void {
    this.#asked = null;
  }
}

/** A message of the background or of a batch waits until its turn: whoever looks goes before them, for the same call. */
function isWorthAsking({ status, refresh }: Freshness): boolean {
  if (status === "refreshing") return refresh?.state === "pending" && refresh.priority !== "high";
  return status === "missing" || status === "stale";
}

function known({ lastFetched, error }: Freshness): string {
  return `${lastFetched} ${error?.retryAt ?? null}`;
}
