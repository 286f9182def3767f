import type { ClientMessage, ServerMessage, Welcome } from "../lib/wire.ts";
import {
  type ConnectionName,
  type Effect,
  IDLE,
  type Link,
  type LinkEvent,
  nameOf,
  polls,
  step,
} from "./machine.ts";
import type { Socket, Surroundings } from "./surroundings.ts";

export type Outcome = Extract<LinkEvent, { type: "polled" }>["outcome"];

/** What hangs on the connection. */
export interface Line {
  /** Where the socket is, and the subprotocols to ask for. */
  readonly url: string;
  readonly protocols: readonly string[];
  welcomed(welcome: Welcome): void;
  told(message: ServerMessage): void;
  /** The socket is gone, with whatever was on its way. */
  lost(): void;
  /** Whether the server still knows us; true if it cannot be asked. */
  admitted(): Promise<boolean>;
  /** Look at every value over HTTP. */
  poll(signal: AbortSignal): Promise<Outcome>;
  /** The connection's state is another one now. */
  changed(): void;
}

/** How the connection is: `since` when, and when it is tried again (ms UTC, this machine's clock). */
export interface ConnectionState {
  readonly state: ConnectionName;
  readonly since: number;
  readonly retryAt: number | null;
  /** Why it does not come back by itself, in the server's words; null if it does. */
  readonly reason: string | null;
}

const BACKOFF_BASE_MS = 500;
const BACKOFF_MAX_MS = 30_000;
/** A socket that has not said welcome by then never will. */
const OPENING_MS = 10_000;
/** A socket that is silent for so many heartbeats is dead. */
const HEARTBEATS = 2;
/** Between two looks over HTTP. */
export const POLL_MS = 5_000;

/** One socket at a time, again and again, as the table of `machine.ts` says. */
export class Connection {
  state: ConnectionState;
  readonly #line: Line;
  readonly #around: Surroundings;
  #link: Link = IDLE;
  #socket: Socket | null = null;
  #retryAt: number | null = null;
  #silenceMs = OPENING_MS;
  #cancelWait = nothing;
  #cancelSilence = nothing;
  #polling: AbortController | null = null;
  #cancelLook = nothing;
  readonly #effects: { readonly [E in Effect]: () => void } = {
    soon: () => this.#wait(0),
    wait: () => this.#wait(backoff(this.#link.failures, this.#around.random())),
    rest: () => this.#rest(),
    open: () => this.#open(),
    close: () => this.#close(),
    check: () => void this.#check(),
  };

  constructor(line: Line, around: Surroundings) {
    this.#line = line;
    this.#around = around;
    this.state = { state: "connecting", since: around.now(), retryAt: null, reason: null };
  }

  start(): void {
    this.#happens({ type: "start" });
  }

  stop(): void {
    this.#happens({ type: "stop" });
  }

  retry(): void {
    this.#happens({ type: "retry" });
  }

  /** Whether values are read over HTTP now. */
  get isPolling(): boolean {
    return this.#polling !== null;
  }

  /** Only while online. */
  send(message: ClientMessage): void {
    this.#socket?.send(JSON.stringify(message));
  }

  #happens(event: LinkEvent): void {
    const before = this.#link;
    const { link, effects } = step(before, event);
    this.#link = link;
    for (const effect of effects) this.#effects[effect]();
    this.#poll();
    this.#tell();
    if (before.name === "online" && link.name !== "online") this.#line.lost();
  }

  #wait(ms: number): void {
    this.#retryAt = this.#around.now() + ms;
    this.#cancelWait = this.#around.after(ms, () => {
      this.#retryAt = null;
      this.#happens({ type: "due" });
    });
  }

  #rest(): void {
    this.#cancelWait();
    this.#retryAt = null;
  }

  #open(): void {
    this.#silenceMs = OPENING_MS;
    const socket = this.#around.openSocket(this.#line.url, this.#line.protocols, {
      message: (frame) => {
        if (this.#socket === socket) this.#receive(frame);
      },
      closed: (code, reason) => {
        if (this.#socket !== socket) return;
        this.#forget();
        this.#happens({ type: "closed", code, reason });
      },
    });
    this.#socket = socket;
    this.#listen();
  }

  #close(): void {
    const socket = this.#socket;
    this.#forget();
    socket?.close();
  }

  /** What an old socket still says is not for us. */
  #forget(): void {
    this.#socket = null;
    this.#cancelSilence();
  }

  /** Start to count the silence anew. */
  #listen(): void {
    this.#cancelSilence();
    this.#cancelSilence = this.#around.after(this.#silenceMs, () => this.#happens({ type: "silent" }));
  }

  #receive(frame: string): void {
    const message: ServerMessage = JSON.parse(frame);
    if (message.type === "welcome") {
      this.#silenceMs = message.heartbeatMs * HEARTBEATS;
      this.#happens({ type: "welcomed" });
      this.#line.welcomed(message);
    } else {
      this.#happens({ type: "told" });
      this.#line.told(message);
    }
    if (this.#socket !== null) this.#listen();
  }

  async #check(): Promise<void> {
    this.#happens({ type: "checked", admitted: await this.#line.admitted() });
  }

  /** Begin or end to read over HTTP, as the state wants it. */
  #poll(): void {
    if (polls(this.#link) === (this.#polling !== null)) return;
    if (this.#polling === null) {
      this.#polling = new AbortController();
      void this.#look(this.#polling.signal);
    } else {
      this.#cancelLook();
      this.#polling.abort();
      this.#polling = null;
    }
  }

  async #look(signal: AbortSignal): Promise<void> {
    const outcome = await this.#line.poll(signal);
    if (signal.aborted) return;
    this.#happens({ type: "polled", outcome });
    if (!signal.aborted) this.#cancelLook = this.#around.after(POLL_MS, () => void this.#look(signal));
  }

  #tell(): void {
    const { state, since, retryAt, reason } = this.state;
    const name = nameOf(this.#link);
    if (name === state && this.#retryAt === retryAt && this.#link.reason === reason) return;
    this.state = {
      state: name,
      since: name === state ? since : this.#around.now(),
      retryAt: this.#retryAt,
      reason: this.#link.reason,
    };
    this.#line.changed();
  }
}

/** Ms until the next try, by a throw of the dice from 0 to 1: full jitter, so that not all come back at once. */
export function backoff(failures: number, dice: number): number {
  return Math.round(dice * Math.min(BACKOFF_MAX_MS, BACKOFF_BASE_MS * 2 ** Math.min(failures, 16)));
}

function nothing(): void {}
