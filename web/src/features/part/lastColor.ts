import { BrowserStorage } from "../../lib/storage.ts";

const KEY = "freshbrick.lastColor";

/** The color that was chosen last in this browser, for whatever part; null if none was. */
export function readLastColor(storage = new BrowserStorage()): number | null {
  const kept = storage.read(KEY);
  return kept !== null && /^\d{1,6}$/.test(kept) ? Number(kept) : null;
}

export function keepLastColor(colorId: number, storage = new BrowserStorage()): void {
  storage.write(KEY, String(colorId));
}
