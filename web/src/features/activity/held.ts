/** A list whose order does not change under a pointer or the focus. */

export interface Identified {
  readonly id: number;
}

/** `gone`: no longer in the live list; shown as it was last. */
export interface Row<T> {
  readonly item: T;
  readonly gone: boolean;
}

/** The rows of a list that nobody touches: as it is. */
export function follow<T>(live: readonly T[]): Row<T>[] {
  return live.map((item) => ({ item, gone: false }));
}

/** The rows `shown` in their order, each as it is in `live` now; those that are there no more stay as they were. */
export function hold<T extends Identified>(shown: readonly Row<T>[], live: readonly T[]): Row<T>[] {
  const now = new Map(live.map((item) => [item.id, item]));
  return shown.map((row) => {
    const item = now.get(row.item.id);
    return item === undefined ? { item: row.item, gone: true } : { item, gone: false };
  });
}

/** How many of `live` are not shown yet. */
export function unseen<T extends Identified>(shown: readonly Row<T>[], live: readonly T[]): number {
  const ids = new Set(shown.map((row) => row.item.id));
  return live.filter((item) => !ids.has(item.id)).length;
}
