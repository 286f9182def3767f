import { changesAt } from "../lib/freshness.ts";
import type { Actions, Asked, LiveError, News } from "../lib/wire.ts";
import { Asking, type Freshness } from "./asking.ts";
import { type Held, NOTHING } from "./held.ts";
import { type ActionName, type Args, type QueryName, REFRESH, type Value } from "./queries.ts";

/** One who watches a value. */
export interface Watcher {
  readonly changed: () => void;
  /** Whether to ask BrickLink for what is missing or stale. */
  readonly refresh: boolean;
  /** How long the value is kept after this watcher has left, ms. */
  readonly keepMs: number;
}

/** What the entries need of the client. */
export interface House {
  /** The server's clock, ms UTC. */
  now(): number;
  after(ms: number, call: () => void): () => void;
  isVisible(): boolean;
  act<A extends ActionName>(action: A, args: Actions[A]["args"], told: Told): void;
}

/** What became of an action: exactly one of the three. */
export interface Told {
  value(asked: Asked): void;
  error(error: LiveError): void;
  /** It may never have arrived. */
  lost(): void;
}

/** Timers overflow at 24.8 days, and a wrong clock shall not be believed for long. */
const LONGEST_TIMER_MS = 86_400_000;

/** One query that is watched, or kept for a while: what is held of it, and when it asks for a refresh. */
export class Entry<Q extends QueryName = QueryName> {
  readonly id: number;
  readonly query: Q;
  readonly args: Args<Q>;
  readonly watchers = new Set<Watcher>();
  held: Held<Value<Q>> = NOTHING;
  rev: string | null = null;
  /** Whether this connection has been asked for it. */
  sent = false;
  /** Until when it is kept though nobody watches. */
  keepUntil = 0;
  readonly #house: House;
  readonly #rule = new Asking();
  /** Whether this connection has told of it: before that, nobody knows what there is to ask for. */
  #told = false;
  /** A person asked, and no answer has come. */
  #wanted = false;
  #ask: "none" | "underWay" | "answered" = "none";
  #ended = false;
  #cancelTimer = () => {};

  constructor(id: number, query: Q, args: Args<Q>, house: House) {
    this.id = id;
    this.query = query;
    this.args = args;
    this.#house = house;
  }

  /** What the server tells of it. */
  news({ rev, value, error }: Omit<News, "id">): void {
    this.rev = rev ?? null;
    this.#told = error === undefined;
    if (this.#told && this.#ask === "answered") this.#ask = "none";
    if (error !== undefined) this.#hold({ error });
    else if (value === undefined) this.#hold({ error: null });
    // The wire's types are the contract; tests hold it on both sides.
    else this.#hold({ error: null, receivedAt: this.#house.now(), value: value as Value<Q> });
  }

  /** The connection was cut: what was under way may never have arrived. */
  lost(): void {
    this.sent = this.#told = false;
    if (this.#ask !== "none") this.#askLost();
  }

  /** A person asks: now, or as soon as there is a connection. */
  refetch(): void {
    this.#wanted = true;
    this.review();
  }

  /** Ask if it is time, and look again when it may be. */
  review(): void {
    if (this.#ended) return;
    const asked = this.#askIfDue();
    this.#cancelTimer();
    const wait = this.#waitMs();
    if (wait !== null) {
      this.#cancelTimer = this.#house.after(Math.min(wait, LONGEST_TIMER_MS), () => this.#hold({}));
    }
    if (asked) this.#tell();
  }

  /** Nobody will watch it any more; what is still on its way to it leads to nothing. */
  end(): void {
    this.#ended = true;
    this.#cancelTimer();
  }

  #askIfDue(): boolean {
    const answer = this.#answer();
    const action = REFRESH[this.query];
    if (answer === null || action === null || !this.#told || this.#ask === "underWay") return false;
    if (!this.#wanted && this.#rule.waitMs(answer, this.#house.now()) !== 0) return false;
    if (!this.#wanted && !this.#mayAsk()) return false;
    this.#send(action, answer);
    return true;
  }

  #send(action: ActionName, answer: Freshness): void {
    // A person overrides what BrickLink said before.
    const manner = this.#wanted ? { auto: false, force: answer.error !== null } : { auto: true };
    this.#rule.asked(answer);
    this.#ask = "underWay";
    this.held = { ...this.held, asking: true };
    // The arguments of a query and of its action differ by how it is asked only.
    const args = { ...this.args, ...manner } as Actions[ActionName]["args"];
    this.#house.act(action, args, {
      value: (asked) => this.#answered(asked, null),
      error: (error) => this.#answered(null, error),
      lost: () => this.#askLost(),
    });
  }

  /** It may be asked again as soon as somebody tells what there is to ask for. */
  #askLost(): void {
    this.#ask = "none";
    this.#told = false;
    this.#rule.lost();
    this.#hold({});
  }

  #answered(asked: Asked | null, error: LiveError | null): void {
    this.#wanted = false;
    this.#rule.toldToWait((asked ?? error)?.retryAfterMs ?? null, this.#house.now());
    const answer = this.#answer();
    // The update that shows the message may come before or after this.
    const awaited = asked?.messageId != null && answer?.refresh == null && this.#isDue(answer);
    this.#ask = awaited ? "answered" : "none";
    this.#hold({ asked, error, lastMessageId: asked?.messageId ?? this.held.lastMessageId });
  }

  #isDue(answer: Freshness | null): boolean {
    return answer?.status === "missing" || answer?.status === "stale";
  }

  #mayAsk(): boolean {
    return this.#house.isVisible() && [...this.watchers].some((watcher) => watcher.refresh);
  }

  #hold(change: Partial<Held<Value<Q>>>): void {
    const held = { ...this.held, ...change, asking: this.#ask !== "none" };
    const seen = freshness(held.value)?.refresh?.messageId;
    this.held = { ...held, lastMessageId: seen ?? held.lastMessageId };
    this.review();
    this.#tell();
  }

  #tell(): void {
    for (const watcher of [...this.watchers]) watcher.changed();
  }

  #answer(): Freshness | null {
    return freshness(this.held.value);
  }

  /** Ms until time alone changes something: a value turns stale, a refresh may be asked for. */
  #waitMs(): number | null {
    const answer = this.#answer();
    if (answer === null) return null;
    const now = this.#house.now();
    const stale = changesAt(
      { hasData: true, refreshActive: answer.refresh !== null, staleAt: answer.staleAt },
      now,
    );
    if (stale !== null) return stale - now;
    return this.#told && this.#ask === "none" && this.#mayAsk() ? this.#rule.waitMs(answer, now) : null;
  }
}

/** What a value says of its freshness, if it is an answer of the catalog. */
function freshness(value: unknown): Freshness | null {
  return typeof value === "object" && value !== null && "staleAt" in value ? (value as Freshness) : null;
}
