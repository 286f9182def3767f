/** Photographs that could not be loaded, kept in this browser for a day, so that they are not asked for meanwhile. */
import { BrowserStorage } from "../lib/storage.ts";
import { DAY } from "../lib/time.ts";

const STORED = "freshbrick.failedPictures";
/** The newest of them; a catalog may have thousands. */
const KEPT = 200;

type Failed = Readonly<Record<string, number>>;

export function hasFailedLately(address: string, now: number, storage = new BrowserStorage()): boolean {
  return now - (read(storage)[address] ?? Number.NEGATIVE_INFINITY) < DAY;
}

export function rememberFailure(address: string, now: number, storage = new BrowserStorage()): void {
  const lately = Object.entries(read(storage)).filter(([, at]) => now - at < DAY);
  const kept = [...lately, [address, now] as const].slice(-KEPT);
  storage.write(STORED, JSON.stringify(Object.fromEntries(kept)));
}

function read(storage: BrowserStorage): Failed {
  const stored = storage.readJson(STORED);
  return typeof stored === "object" && stored !== null ? (stored as Failed) : {};
}
