/** Pages of lots, each watched by the cursor behind which it begins. */
import type { Lot, LotList, Totals } from "../../lib/wire.ts";

/** All that is there of a person's lots; `complete` once no page is missing. `totals` are of all lots, or not known yet. */
export interface Lots {
  readonly items: readonly Lot[];
  readonly totals: Totals | null;
  readonly complete: boolean;
}

/**
 * Where the page behind this one begins, null if there is none. A page that has lost lots reaches into the next one;
 * that stays where it began, so that a removed lot does not make every page behind it be read again. Only a gap moves it.
 */
export function nextStart(told: string | null, watched: string | null): string | null {
  if (told === null || watched === null) return told;
  return Number(told) < Number(watched) ? told : watched;
}

/** The lots of all pages that have come, each once. */
export function joined(pages: readonly (LotList | undefined)[]): Lots {
  const byId = new Map<number, Lot>();
  for (const page of pages) for (const lot of page?.items ?? []) byId.set(lot.id, lot);
  const last = pages.at(-1);
  return {
    items: [...byId.values()],
    totals: pages[0]?.totals ?? null,
    complete: last !== undefined && last.nextCursor === null,
  };
}
