import type { PartAnswer } from "./wire.ts";

/** What a status is made of; `staleAt` (ms UTC) is null for data that was never fetched, which is stale. */
export interface FreshnessState {
  readonly hasData: boolean;
  readonly refreshActive: boolean;
  readonly staleAt: number | null;
}

/** The status of an answer at `now` (ms UTC): the same rule as the server's, held by the same table of cases. */
export function status(state: FreshnessState, now: number): PartAnswer["status"] {
  if (state.refreshActive) return "refreshing";
  if (!state.hasData) return "missing";
  return state.staleAt === null || now > state.staleAt ? "stale" : "fresh";
}

/** When the status changes although nothing is written (ms UTC), or null. */
export function changesAt(state: FreshnessState, now: number): number | null {
  if (state.staleAt === null || status(state, now) !== "fresh") return null;
  return state.staleAt + 1;
}
