/** What this browser keeps from one visit to the next. One that refuses (blocked, full) keeps nothing, and breaks nothing. */
export class BrowserStorage {
  readonly #storage: () => Storage;

  /** `storage` is asked for each time: where it is blocked, its mere name throws. */
  constructor(storage: () => Storage = () => localStorage) {
    this.#storage = storage;
  }

  read(key: string): string | null {
    return this.#attempt((storage) => storage.getItem(key)) ?? null;
  }

  /** Undefined if it is not there, or no JSON: another version may have left it, or a person. */
  readJson(key: string): unknown {
    return this.#attempt((storage) => JSON.parse(storage.getItem(key) ?? ""));
  }

  write(key: string, text: string): void {
    this.#attempt((storage) => storage.setItem(key, text));
  }

  remove(key: string): void {
    this.#attempt((storage) => storage.removeItem(key));
  }

  /** The keys that begin with `prefix`, sorted. */
  keys(prefix: string): string[] {
    const all = this.#attempt((storage) =>
      Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? ""),
    );
    return (all ?? []).filter((key) => key.startsWith(prefix)).sort();
  }

  #attempt<T>(act: (storage: Storage) => T): T | undefined {
    try {
      return act(this.#storage());
    } catch {
      return undefined;
    }
  }
}
