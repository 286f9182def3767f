import type { ClientMessage, Item, Limits, News } from "../lib/wire.ts";
import { Entry, type House, type Watcher } from "./entry.ts";
import { type Held, NOTHING } from "./held.ts";
import { type Args, keyOf, type QueryName, type Value } from "./queries.ts";

/** What `{"type":"subscribe","items":[]}` takes of a frame, and a little more. */
const FRAME_ROOM = 64;

/** All that is watched, counted by key: one subscription however many watch, and no more than the server allows. */
export class Subscriptions {
  readonly #house: House;
  readonly #send: (message: ClientMessage) => void;
  readonly #entries = new Map<string, Entry>();
  #lastId = 0;
  #limits: Limits | null = null;
  #ended: number[] = [];
  #flushing = false;
  readonly #leaving = new Map<string, () => void>();

  constructor(house: House, send: (message: ClientMessage) => void) {
    this.#house = house;
    this.#send = send;
  }

  get entries(): readonly Entry[] {
    return [...this.#entries.values()];
  }

  held<Q extends QueryName>(query: Q, args: Args<Q>): Held<Value<Q>> {
    // The key names the query, so what is found by it has that query's value.
    return (this.#entries.get(keyOf(query, args))?.held as Held<Value<Q>> | undefined) ?? NOTHING;
  }

  find<Q extends QueryName>(query: Q, args: Args<Q>): Entry | undefined {
    return this.#entries.get(keyOf(query, args));
  }

  /** Watch; gives back what ends that. */
  watch<Q extends QueryName>(query: Q, args: Args<Q>, watcher: Watcher): () => void {
    const key = keyOf(query, args);
    const entry = this.#entries.get(key) ?? this.#begin(key, query, args);
    this.#leaving.get(key)?.();
    this.#leaving.delete(key);
    entry.watchers.add(watcher);
    entry.review();
    return () => this.#leave(key, entry, watcher);
  }

  welcomed(limits: Limits): void {
    this.#limits = limits;
    this.#ended = []; // this connection knows none of them
    this.#flush();
  }

  update(items: readonly News[]): void {
    const byId = new Map(this.entries.map((entry) => [entry.id, entry]));
    for (const news of items) byId.get(news.id)?.news(news);
  }

  /** The connection was cut: whatever comes next subscribes anew. */
  lost(): void {
    this.#limits = null;
    for (const entry of this.entries) entry.lost();
  }

  #begin<Q extends QueryName>(key: string, query: Q, args: Args<Q>): Entry {
    const entry = new Entry<QueryName>(++this.#lastId, query, args, this.#house);
    this.#entries.set(key, entry);
    this.#flushSoon();
    return entry;
  }

  #leave(key: string, entry: Entry, watcher: Watcher): void {
    if (!entry.watchers.delete(watcher)) return;
    entry.keepUntil = Math.max(entry.keepUntil, this.#house.now() + watcher.keepMs);
    if (entry.watchers.size > 0) return;
    const keepMs = entry.keepUntil - this.#house.now();
    if (keepMs <= 0) this.#end(key, entry);
    else
      this.#leaving.set(
        key,
        this.#house.after(keepMs, () => this.#end(key, entry)),
      );
  }

  #end(key: string, entry: Entry): void {
    this.#leaving.get(key)?.();
    this.#leaving.delete(key);
    this.#entries.delete(key);
    entry.end();
    if (entry.sent) this.#ended.push(entry.id);
    this.#flushSoon();
  }

  /** What is begun and ended in one turn shares a frame, and what is both in one turn costs nothing. */
  #flushSoon(): void {
    if (this.#flushing) return;
    this.#flushing = true;
    queueMicrotask(() => {
      this.#flushing = false;
      this.#flush();
    });
  }

  #flush(): void {
    if (this.#limits === null) return;
    const begun = this.#next(this.#limits.subscriptions);
    if (this.#ended.length > 0) this.#send({ type: "unsubscribe", ids: this.#ended });
    this.#ended = [];
    for (const items of frames(begun.map(item), this.#limits.frameBytes))
      this.#send({ type: "subscribe", items });
  }

  /** Those that have their turn now: in the order in which they were asked for, as far as there is room. */
  #next(limit: number): Entry[] {
    const waiting = this.entries.filter((entry) => !entry.sent);
    let room = limit - (this.#entries.size - waiting.length);
    for (const [key, entry] of this.#entries) {
      if (room >= waiting.length) break;
      if (!entry.sent || entry.watchers.size > 0) continue;
      this.#end(key, entry);
      room += 1;
    }
    const begun = waiting.slice(0, Math.max(0, room));
    for (const entry of begun) entry.sent = true;
    return begun;
  }
}

function item({ id, query, args, rev }: Entry): Item {
  return rev === null ? { id, query, args } : { id, query, args, rev };
}

/** As few frames as the limit allows. */
function frames(items: readonly Item[], frameBytes: number): Item[][] {
  const frames: Item[][] = [];
  let room = 0;
  for (const one of items) {
    const bytes = new TextEncoder().encode(JSON.stringify(one)).length + 1;
    if (bytes > room) {
      frames.push([]);
      room = frameBytes - FRAME_ROOM;
    }
    frames.at(-1)?.push(one);
    room -= bytes;
  }
  return frames;
}
