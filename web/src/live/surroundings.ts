import type { Fetch } from "../lib/http.ts";

/** What the client needs of a WebSocket. */
export interface Socket {
  send(frame: string): void;
  close(): void;
}

/** What a socket tells. */
export interface Ears {
  message(frame: string): void;
  closed(code: number, reason: string): void;
}

/** Everything outside of the client: its clock, timers, dice, network and page. Times in ms. */
export interface Surroundings {
  now(): number;
  /** Calls once after `ms`, unless the function that it gives back is called before. */
  after(ms: number, call: () => void): () => void;
  /** From 0 to 1. */
  random(): number;
  openSocket(url: string, protocols: readonly string[], ears: Ears): Socket;
  readonly fetch: Fetch;
  isVisible(): boolean;
  /** Calls whenever the page is shown or hidden; gives back what ends that. */
  onVisibility(call: () => void): () => void;
  /** Calls when the network is back; gives back what ends that. */
  onNetwork(call: () => void): () => void;
}

const REQUEST_MS = 15_000;

/** A page in a browser. */
export function browser(): Surroundings {
  return {
    now: Date.now,
    after(ms, call) {
      const timer = setTimeout(call, ms);
      return () => clearTimeout(timer);
    },
    random: Math.random,
    openSocket(url, protocols, ears) {
      const socket = new WebSocket(url, [...protocols]);
      socket.onmessage = ({ data }) => ears.message(String(data));
      socket.onclose = ({ code, reason }) => ears.closed(code, reason);
      return {
        // After the server's goodbye it takes nothing, and complains on the console: `closed` will tell soon.
        send(frame) {
          if (socket.readyState === WebSocket.OPEN) socket.send(frame);
        },
        close: () => socket.close(),
      };
    },
    fetch: (url, init) => fetch(url, { ...init, signal: withTimeout(init.signal) }),
    isVisible: () => document.visibilityState !== "hidden",
    onVisibility: (call) => listen(document, "visibilitychange", call),
    onNetwork: (call) => listen(window, "online", call),
  };
}

/** A request that hangs shall not hold up those behind it. */
function withTimeout(signal: AbortSignal | null | undefined): AbortSignal {
  const timeout = AbortSignal.timeout(REQUEST_MS);
  return signal ? AbortSignal.any([signal, timeout]) : timeout;
}

function listen(target: EventTarget, event: string, call: () => void): () => void {
  target.addEventListener(event, call);
  return () => target.removeEventListener(event, call);
}
