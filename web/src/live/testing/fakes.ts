/** A world for tests: a clock that is moved by hand, and a server whose frames wait until they are delivered. */
import type { ClientMessage, LiveError, ServerMessage } from "../../lib/wire.ts";
import { type ActionName, type Args, keyOf, pathOf, type QueryName, type Value } from "../queries.ts";
import type { Ears, Surroundings } from "../surroundings.ts";

const START = 1_780_000_000_000;

const CLOSED = "";

export class FakeClock {
  now = START;
  #timers = new Set<{ readonly at: number; readonly call: () => void }>();

  get timers(): number {
    return this.#timers.size;
  }

  after(ms: number, call: () => void): () => void {
    const timer = { at: this.now + ms, call };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** When the next timer rings, or null. */
  get next(): number | null {
    return this.#timers.size === 0 ? null : Math.min(...[...this.#timers].map(({ at }) => at));
  }

  /** Ring all that is due until then, in order; whatever they lead to is let happen in between. */
  async advance(ms: number, settle: () => Promise<void> = turn): Promise<void> {
    const until = this.now + ms;
    for (let at = this.next; at !== null && at <= until; at = this.next) {
      this.now = at;
      for (const timer of [...this.#timers].filter((one) => one.at === at)) {
        if (this.#timers.delete(timer)) timer.call();
      }
      await settle();
    }
    this.now = until;
  }
}

interface Frame {
  readonly socket: FakeSocket;
  readonly to: "server" | "client";
  readonly text: string;
}

export class FakeSocket {
  readonly ears: Ears;
  state: "opening" | "open" | "closed" = "opening";
  /** What it watches: by id, the key and the rev that the client holds. */
  readonly subscriptions = new Map<number, { key: string; rev: string | null }>();

  constructor(ears: Ears) {
    this.ears = ears;
  }
}

/** Speaks the live protocol and HTTP from one table of values. Throws where a client breaks the rules. */
export class FakeServer {
  readonly clock = new FakeClock();
  readonly sockets: FakeSocket[] = [];
  readonly received: ClientMessage[] = [];
  readonly requests: string[] = [];
  subscriptionLimit = 256;
  frameBytes = 65_536;
  /** Whether sockets are let in as soon as they ask. */
  accepts = true;
  http: "up" | "down" | "refused" | "badGateway" = "up";
  httpMs = 0;
  visible = true;
  dice = 0.5;
  /** What actions answer. */
  act: (action: ActionName, args: unknown) => { value: unknown } | { error: LiveError } = () => ({
    value: { outcome: "fresh", messageId: null, retryAfterMs: null, quota: null },
  });
  #values = new Map<string, { rev: string; path: string; value: unknown }>();
  #frames: Frame[] = [];
  #revs = 0;
  /** The subscriptions, by id, whose value has arrived. */
  #arrived = new Set<number>();
  #seen = new Set<() => void>();
  #network = new Set<() => void>();

  surroundings(): Surroundings {
    return {
      now: () => this.clock.now,
      after: (ms, call) => this.clock.after(ms, call),
      random: () => this.dice,
      openSocket: (_url, _protocols, ears) => this.#open(ears),
      fetch: (url, init) => this.#fetch(url, init),
      isVisible: () => this.visible,
      onVisibility: (call) => listener(this.#seen, call),
      onNetwork: (call) => listener(this.#network, call),
    };
  }

  /** Write a value, and tell all who watch it. */
  set<Q extends QueryName>(query: Q, args: Args<Q>, value: Value<Q>): void {
    const key = keyOf(query, args);
    this.#values.set(key, { rev: `r${++this.#revs}`, path: pathOf(query, args), value });
    for (const socket of this.sockets) {
      for (const [id, watched] of socket.subscriptions) if (watched.key === key) this.#news(socket, id);
    }
  }

  /** Tell all who watch it that it cannot be told. */
  refuse<Q extends QueryName>(query: Q, args: Args<Q>, error: LiveError): void {
    for (const socket of this.sockets) {
      for (const [id, watched] of socket.subscriptions) {
        if (watched.key !== keyOf(query, args)) continue;
        watched.rev = null;
        this.#tell(socket, { type: "update", now: this.clock.now, items: [{ id, error }] });
      }
    }
  }

  value(key: string): unknown {
    return this.#values.get(key)?.value;
  }

  /** The actions that arrived, oldest first. */
  get actions() {
    return this.received.filter((message) => message.type === "action");
  }

  /** The socket that is not closed; fails if there are two. */
  get socket(): FakeSocket | undefined {
    const alive = this.sockets.filter(({ state }) => state !== "closed");
    if (alive.length > 1) throw new Error("two sockets at once");
    return alive[0];
  }

  accept(): void {
    const socket = this.socket;
    if (socket?.state !== "opening") return;
    socket.state = "open";
    const { frameBytes, subscriptionLimit: subscriptions } = this;
    const limits = { connections: 50, frameBytes, subscriptions, actions: 32 };
    this.#tell(socket, { type: "welcome", now: this.clock.now, protocol: 1, heartbeatMs: 25_000, limits });
  }

  /** End the socket, with all that is on its way. */
  cut(code = 1006, reason = ""): void {
    const socket = this.socket;
    if (socket === undefined) return;
    this.#end(socket);
    socket.ears.closed(code, reason);
  }

  ping(): void {
    if (this.socket?.state === "open") this.#tell(this.socket, { type: "ping", now: this.clock.now });
  }

  show(visible: boolean): void {
    this.visible = visible;
    for (const call of [...this.#seen]) call();
  }

  networkIsBack(): void {
    for (const call of [...this.#network]) call();
  }

  /** Deliver the oldest frame of a direction; whether there was one. */
  deliver(to: Frame["to"]): boolean {
    const frame = this.#frames.find((one) => one.to === to);
    if (frame === undefined) return false;
    this.#frames.splice(this.#frames.indexOf(frame), 1);
    if (to === "client") this.#arrive(frame);
    else this.#receive(frame.socket, frame.text);
    return true;
  }

  /** Until nothing is on its way. */
  settle = async (): Promise<void> => {
    do {
      await turn();
      if (this.accepts) this.accept();
    } while (this.deliver("server") || this.deliver("client") || (await this.#fetching()));
  };

  async advance(ms: number): Promise<void> {
    await this.settle();
    await this.clock.advance(ms, this.settle);
    await this.settle();
  }

  #fetches = 0;
  async #fetching(): Promise<boolean> {
    if (this.#fetches === 0 || this.httpMs > 0) return false;
    await turn();
    return true;
  }

  #open(ears: Ears) {
    const socket = new FakeSocket(ears);
    if (this.socket !== undefined) throw new Error("two sockets at once");
    this.sockets.push(socket);
    return {
      send: (text: string) => {
        if (socket.state === "open") this.#frames.push({ socket, to: "server", text });
      },
      close: () => this.#closedByClient(socket),
    };
  }

  /** What was on its way to the client still arrives, and then that it is closed. */
  #closedByClient(socket: FakeSocket): void {
    socket.state = "closed";
    socket.subscriptions.clear();
    this.#frames = this.#frames.filter((frame) => frame.socket !== socket || frame.to === "client");
    this.#frames.push({ socket, to: "client", text: CLOSED });
  }

  #end(socket: FakeSocket): void {
    socket.state = "closed";
    socket.subscriptions.clear();
    this.#frames = this.#frames.filter((frame) => frame.socket !== socket);
  }

  #tell(socket: FakeSocket, message: ServerMessage): void {
    this.#frames.push({ socket, to: "client", text: JSON.stringify(message) });
  }

  #arrive({ socket, text }: Frame): void {
    if (text === CLOSED) {
      socket.ears.closed(1005, "");
    } else {
      if (socket.state === "open") this.#note(JSON.parse(text));
      socket.ears.message(text);
    }
  }

  #note(message: ServerMessage): void {
    if (message.type === "update") {
      for (const { id, error } of message.items) error ? this.#arrived.delete(id) : this.#arrived.add(id);
    }
  }

  #receive(socket: FakeSocket, text: string): void {
    if (text.length > this.frameBytes) throw new Error("too large a frame");
    const message: ClientMessage = JSON.parse(text);
    this.received.push(message);
    if (message.type === "action") {
      const { action, args, id } = message;
      this.#tell(socket, { type: "result", id, ...this.act(action as ActionName, args) });
    } else if (message.type === "unsubscribe") for (const id of message.ids) this.#unsubscribe(socket, id);
    else for (const item of message.items) this.#subscribe(socket, item);
  }

  #unsubscribe(socket: FakeSocket, id: number): void {
    if (!socket.subscriptions.delete(id)) throw new Error(`${id} was never subscribed to here`);
  }

  #subscribe(socket: FakeSocket, item: unknown): void {
    const { id, query, args, rev } = item as { id: number; query: QueryName; args: never; rev?: string };
    const key = keyOf(query, args);
    const watched = [...socket.subscriptions.values()];
    if (socket.subscriptions.has(id)) throw new Error(`id ${id} twice`);
    if (rev === undefined && this.#arrived.has(id))
      throw new Error(`${key} is held, and its rev was not sent`);
    if (watched.some((one) => one.key === key)) throw new Error(`${key} twice`);
    if (watched.length >= this.subscriptionLimit) throw new Error("too many subscriptions");
    socket.subscriptions.set(id, { key, rev: rev ?? null });
    this.#news(socket, id);
  }

  #news(socket: FakeSocket, id: number): void {
    const watched = socket.subscriptions.get(id);
    const held = watched && this.#values.get(watched.key);
    if (watched === undefined || held === undefined) return;
    const { rev, value } = held;
    const news = watched.rev === rev ? { id, rev } : { id, rev, value };
    watched.rev = rev;
    this.#tell(socket, { type: "update", now: this.clock.now, items: [news] });
  }

  async #fetch(url: string, init: RequestInit): Promise<Response> {
    const path = url.replace("http://test", "");
    this.requests.push(`${init.method} ${path}`);
    const reply = this.#reply(path, init);
    this.#fetches += 1;
    if (this.httpMs > 0) await new Promise<void>((done) => this.clock.after(this.httpMs, done));
    this.#fetches -= 1;
    if (reply === null) throw new TypeError("down");
    return reply;
  }

  #reply(path: string, init: RequestInit): Response | null {
    if (this.http === "down") return null;
    if (this.http === "badGateway") return new Response("<h1>Bad gateway</h1>", { status: 502 });
    if (this.http === "refused") return problem(401, "not_signed_in");
    if (path === "/api/session")
      return json({ person: { id: 1, name: "ann", role: "owner", via: "session" } });
    return init.method === "POST" ? this.#posted(path) : this.#read(path, new Headers(init.headers));
  }

  #posted(path: string): Response {
    const answer = this.act(
      path.includes("price-guide") ? "enqueueRefreshPriceGuide" : "enqueueRefreshPart",
      path,
    );
    return "value" in answer ? json(answer.value) : problem(400, answer.error.code);
  }

  #read(path: string, headers: Headers): Response {
    const held = [...this.#values.values()].find((one) => one.path === path);
    if (held === undefined) return problem(404, "not_found");
    const etag = `"${held.rev}"`;
    if (headers.get("if-none-match") === etag) return new Response(null, { status: 304, headers: { etag } });
    return json(held.value, { etag });
  }
}

/** Let everything happen that waits for the end of this turn. */
export async function turn(): Promise<void> {
  for (let i = 0; i < 20; i += 1) await Promise.resolve();
}

function listener(listeners: Set<() => void>, call: () => void): () => void {
  listeners.add(call);
  return () => listeners.delete(call);
}

function json(value: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(value), { headers: { "content-type": "application/json", ...headers } });
}

function problem(status: number, code: LiveError["code"]): Response {
  const body = {
    type: "about:blank",
    title: "",
    status,
    code,
    detail: `It says ${code}.`,
    retryAfterMs: null,
  };
  return new Response(JSON.stringify(body), { status });
}
