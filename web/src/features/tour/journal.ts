import { BrowserStorage } from "../../lib/storage.ts";
import { type Seen, type Sighting, thingOf } from "./sighting.ts";

/** A page forgets its oldest sightings beyond these. */
const MOST = 400;
const PREFIX = "freshbrick.tour.";

/**
 * What the pages of one demo have seen, each page's under a key of its own, so that no two tabs write the same. Another
 * demo's is forgotten. `run` is the demo's, `page` this load of the page.
 */
export class Journal {
  readonly #store: BrowserStorage;
  readonly #run: string;
  readonly #page: string;
  readonly #listeners = new Set<() => void>();
  #all: readonly Sighting[];

  constructor(run: number, page: string, store = new BrowserStorage()) {
    this.#store = store;
    this.#run = `${PREFIX}${run}.`;
    this.#page = page;
    for (const key of store.keys(PREFIX)) if (!key.startsWith(this.#run)) store.remove(key);
    this.#all = this.#read();
  }

  /** All that was seen: the same array until there is more. */
  get all(): readonly Sighting[] {
    return this.#all;
  }

  /** Note what is seen now, unless it is what was seen last of the same thing. */
  note(seen: Seen): void {
    const mine = this.#all.filter(({ page }) => page === this.#page);
    const last = mine.findLast((sighting) => thingOf(sighting) === thingOf(seen));
    const sighting: Sighting = { ...seen, page: this.#page };
    if (last !== undefined && JSON.stringify(last) === JSON.stringify(sighting)) return;
    this.#store.write(this.#run + this.#page, JSON.stringify([...mine, sighting].slice(-MOST)));
    this.reload();
  }

  /** Forget everything: the tour begins anew. */
  clear(): void {
    for (const key of this.#store.keys(this.#run)) this.#store.remove(key);
    this.reload();
  }

  /** Read again what other tabs have noted. */
  readonly reload = (): void => {
    this.#all = this.#read();
    for (const listener of this.#listeners) listener();
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** In the order of the pages' ids, which begin with the time they were loaded at. */
  #read(): Sighting[] {
    return this.#store.keys(this.#run).flatMap((key) => {
      const noted = this.#store.readJson(key);
      return Array.isArray(noted) ? noted : [];
    });
  }
}
