import type { Asked, LiveError } from "../lib/wire.ts";

/** What the client holds of one query. Never changed, only replaced. Times are the server's, ms UTC. */
export interface Held<V> {
  readonly value: V | undefined;
  /** Why the server cannot tell, or would not take our ask; the value is the last that it told. */
  readonly error: LiveError | null;
  /** An ask of ours has left, or is about to; its answer, or the update that it led to, has not come. */
  readonly asking: boolean;
  /** What became of our last ask. */
  readonly asked: Asked | null;
  readonly receivedAt: number | null;
  /** The newest refresh that was seen. */
  readonly lastMessageId: number | null;
}

export const NOTHING: Held<never> = {
  value: undefined,
  error: null,
  asking: false,
  asked: null,
  receivedAt: null,
  lastMessageId: null,
};
