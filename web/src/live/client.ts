import { ProblemError, request, send } from "../lib/http.ts";
import type { Actions, LiveError, ServerMessage } from "../lib/wire.ts";
import { PendingActions } from "./actions.ts";
import { Connection, type ConnectionState } from "./connection.ts";
import type { Told, Watcher } from "./entry.ts";
import type { Held } from "./held.ts";
import { liveError, poll, type Server } from "./polling.ts";
import { type ActionName, type Args, actionPath, type QueryName, type Value } from "./queries.ts";
import { Subscriptions } from "./subscriptions.ts";
import { browser, type Surroundings } from "./surroundings.ts";

export type { ConnectionState } from "./connection.ts";
export type { Held } from "./held.ts";
export type { ActionName, Args, CatalogQuery, QueryName, Value } from "./queries.ts";

const SUBPROTOCOL = "freshbrick.live.v1";
/** How long a value is kept, and kept up to date, after the last who watched it has left. */
export const KEEP_MS = 10_000;

/** An action that came to nothing; `error` is the server's, or `unavailable` where there is no connection. */
export class ActionError extends Error {
  override readonly name = "ActionError";
  readonly error: LiveError;

  constructor(error: LiveError) {
    super(error.message);
    this.error = error;
  }
}

export interface ClientOptions {
  /** Where Freshbrick is, such as `https://bricks.example`; this page's own origin unless told. */
  readonly server?: string;
  /** A token, for pages of other origins (`FRESHBRICK_ALLOWED_ORIGINS`); without, the session's cookie counts. */
  readonly token?: string;
  readonly surroundings?: Surroundings;
}

export interface WatchOptions {
  /** Whether to ask BrickLink for what is missing or stale. */
  readonly refresh?: boolean;
  /** Wait so long before anything is subscribed to. */
  readonly delayMs?: number;
  readonly keepMs?: number;
}

/** Everything that a page watches, over one socket that comes back by itself. */
export class FreshbrickClient {
  readonly #around: Surroundings;
  readonly #server: Server;
  readonly #connection: Connection;
  readonly #subscriptions: Subscriptions;
  readonly #actions = new PendingActions();
  readonly #listeners = new Set<() => void>();
  #aheadMs = 0;
  #ears: readonly (() => void)[] = [];

  constructor({ server = location.origin, token, surroundings = browser() }: ClientOptions = {}) {
    this.#around = surroundings;
    this.#server = {
      url: server.replace(/\/$/, ""),
      options: {
        fetch: surroundings.fetch,
        ...(token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
      },
    };
    const house = {
      now: () => this.now(),
      after: surroundings.after,
      isVisible: surroundings.isVisible,
      act: <A extends ActionName>(action: A, args: Actions[A]["args"], told: Told) =>
        this.#act(action, args, told),
    };
    this.#subscriptions = new Subscriptions(house, (message) => this.#connection.send(message));
    this.#connection = new Connection(this.#line(token), surroundings);
  }

  /** Connect, and stay connected until `stop()`. */
  start(): void {
    this.#ears = [
      this.#around.onVisibility(() => this.#review()),
      this.#around.onNetwork(() => this.#connection.retry()),
    ];
    this.#connection.start();
  }

  stop(): void {
    for (const end of this.#ears) end();
    this.#ears = [];
    this.#connection.stop();
  }

  /** The server's clock as far as it has told it, ms UTC. */
  now(): number {
    return this.#around.now() + this.#aheadMs;
  }

  get connection(): ConnectionState {
    return this.#connection.state;
  }

  /** Calls whenever the connection's state has changed; gives back what ends that. */
  onConnection(call: () => void): () => void {
    this.#listeners.add(call);
    return () => this.#listeners.delete(call);
  }

  /** Try to connect now; also after somebody has signed in. */
  retry(): void {
    this.#connection.retry();
  }

  /** What is held of a query. */
  held<Q extends QueryName>(query: Q, args: Args<Q>): Held<Value<Q>> {
    return this.#subscriptions.held(query, args);
  }

  /** Watch a query: `changed` is called whenever what is held is another. Gives back what ends that. */
  watch<Q extends QueryName>(query: Q, args: Args<Q>, changed: () => void, options: WatchOptions = {}) {
    const { refresh = false, delayMs = 0, keepMs = KEEP_MS } = options;
    const watcher: Watcher = { changed, refresh, keepMs };
    if (delayMs === 0) return this.#subscriptions.watch(query, args, watcher);
    let end = this.#around.after(delayMs, () => {
      end = this.#subscriptions.watch(query, args, watcher);
      changed();
    });
    return () => end();
  }

  /** Ask BrickLink for a watched value, as a person does: now, or as soon as there is a connection. */
  refetch<Q extends QueryName>(query: Q, args: Args<Q>): void {
    this.#subscriptions.find(query, args)?.refetch();
  }

  /** Run an action. Throws ActionError. */
  act<A extends ActionName>(action: A, args: Actions[A]["args"]): Promise<Actions[A]["value"]> {
    return new Promise((resolve, reject) => {
      this.#act(action, args, {
        value: resolve,
        error: (error) => reject(new ActionError(error)),
        lost: () => reject(new ActionError(UNAVAILABLE)),
      });
    });
  }

  #act<A extends ActionName>(action: A, args: Actions[A]["args"], told: Told): void {
    if (this.connection.state === "online") this.#connection.send(this.#actions.begin(action, args, told));
    else if (this.#connection.isPolling) void this.#post(action, args, told);
    else told.lost();
  }

  async #post<A extends ActionName>(action: A, args: Actions[A]["args"], told: Told): Promise<void> {
    const { url, options } = this.#server;
    try {
      told.value(await request("POST", url + actionPath(action, args), options));
    } catch (error) {
      if (error instanceof ProblemError && error.code !== "unreachable") told.error(liveError(error));
      else if (this.connection.state === "online") this.#act(action, args, told);
      else told.lost();
    }
  }

  #line(token: string | undefined) {
    return {
      url: `${this.#server.url.replace(/^http/, "ws")}/api/live`,
      protocols: token === undefined ? [SUBPROTOCOL] : [SUBPROTOCOL, `bearer.${token}`],
      welcomed: (welcome: Extract<ServerMessage, { type: "welcome" }>) => {
        this.#aheadMs = welcome.now - this.#around.now();
        this.#subscriptions.welcomed(welcome.limits);
      },
      told: (message: ServerMessage) => this.#told(message),
      lost: () => {
        this.#actions.lost();
        this.#subscriptions.lost();
      },
      admitted: () => this.#admitted(),
      poll: (signal: AbortSignal) => poll(this.#server, this.#subscriptions.entries, signal),
      changed: () => {
        for (const listener of [...this.#listeners]) listener();
      },
    };
  }

  #told(message: ServerMessage): void {
    if (message.type === "result") this.#actions.answered(message);
    if (message.type !== "update" && message.type !== "ping") return; // a later server may tell more
    this.#aheadMs = message.now - this.#around.now();
    if (message.type === "update") this.#subscriptions.update(message.items);
  }

  async #admitted(): Promise<boolean> {
    try {
      const reply = await send("GET", `${this.#server.url}/api/session`, this.#server.options);
      return reply.status !== 401;
    } catch {
      return true;
    }
  }

  #review(): void {
    for (const entry of this.#subscriptions.entries) entry.review();
  }
}

const UNAVAILABLE: LiveError = {
  code: "unavailable",
  message: "There is no connection to the server.",
  retryAfterMs: null,
};
