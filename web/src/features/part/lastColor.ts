const KEY = "freshbrick.lastColor";

/** The color that was chosen last in this browser, for whatever part; null if none was. */
export function readLastColor(storage: Storage): number | null {
  const kept = storage.getItem(KEY);
  return kept !== null && /^\d{1,6}$/.test(kept) ? Number(kept) : null;
}

export function keepLastColor(storage: Storage, colorId: number): void {
  storage.setItem(KEY, String(colorId));
}
