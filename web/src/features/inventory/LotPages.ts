import type { LiveError } from "../../lib/wire.ts";
import type { FreshbrickClient } from "../../live/client.ts";
import { joined, type Lots, nextStart } from "./pages.ts";

/** `error`: the server cannot tell the lots now; `items` are then the last that it told, `undefined` if none. */
export interface LotsHeld extends Lots {
  readonly isLoading: boolean;
  readonly error: LiveError | null;
}

interface Page {
  readonly cursor: string | null;
  readonly stop: () => void;
}

const NOTHING: LotsHeld = { items: [], totals: null, complete: false, isLoading: true, error: null };

/** Watches all pages of a person's lots, each as soon as the one before it has told where it begins. */
export class LotPages {
  readonly #client: Pick<FreshbrickClient, "watch" | "held">;
  #pages: readonly Page[] = [];
  #now: LotsHeld = NOTHING;
  #changed: () => void = () => {};

  constructor(client: Pick<FreshbrickClient, "watch" | "held">) {
    this.#client = client;
  }

  /** Calls whenever the lots are others; gives back what ends that. */
  readonly watch = (changed: () => void): (() => void) => {
    this.#changed = changed;
    this.#open(null);
    this.#review();
    return () => {
      this.#cut(0);
      this.#changed = () => {};
    };
  };

  readonly held = (): LotsHeld => this.#now;

  readonly #review = (): void => {
    for (let at = 0; at < this.#pages.length; at++) this.#follow(at);
    const helds = this.#pages.map(({ cursor }) => this.#client.held("getLots", argsOf(cursor)));
    const first = helds[0];
    this.#now = {
      ...joined(helds.map((held) => held.value)),
      isLoading: first?.value === undefined && !first?.error,
      error: helds.find((held) => held.error !== null)?.error ?? null,
    };
    this.#changed();
  };

  /** Watch what lies behind this page, and no longer what does not. */
  #follow(at: number): void {
    const list = this.#client.held("getLots", argsOf(this.#pages[at]?.cursor ?? null)).value;
    if (list === undefined) return;
    const watched = this.#pages[at + 1]?.cursor ?? null;
    const next = nextStart(list.nextCursor, watched);
    if (next === watched) return;
    this.#cut(at + 1);
    if (next !== null) this.#open(next);
  }

  #open(cursor: string | null): void {
    const stop = this.#client.watch("getLots", argsOf(cursor), this.#review);
    this.#pages = [...this.#pages, { cursor, stop }];
  }

  #cut(from: number): void {
    for (const page of this.#pages.slice(from)) page.stop();
    this.#pages = this.#pages.slice(0, from);
  }
}

function argsOf(cursor: string | null) {
  return cursor === null ? {} : { cursor };
}
