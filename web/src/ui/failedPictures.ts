/** Photographs that could not be loaded, kept in this browser for a day, so that they are not asked for meanwhile. */
import { DAY } from "../lib/time.ts";

const STORED = "freshbrick.failedPictures";
/** The newest of them; a catalog may have thousands. */
const KEPT = 200;

type Failed = Readonly<Record<string, number>>;

export function hasFailedLately(address: string, now: number, storage: Storage = localStorage): boolean {
  return now - (read(storage)[address] ?? Number.NEGATIVE_INFINITY) < DAY;
}

export function rememberFailure(address: string, now: number, storage: Storage = localStorage): void {
  const lately = Object.entries(read(storage)).filter(([, at]) => now - at < DAY);
  const kept = [...lately, [address, now] as const].slice(-KEPT);
  storage.setItem(STORED, JSON.stringify(Object.fromEntries(kept)));
}

/** What another version left there, or a person, is no reason to fail. */
function read(storage: Storage): Failed {
  try {
    const stored: unknown = JSON.parse(storage.getItem(STORED) ?? "{}");
    return typeof stored === "object" && stored !== null ? (stored as Failed) : {};
  } catch {
    return {};
  }
}
