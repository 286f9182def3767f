/** The connection as a table: in each state, what each event leads to. Pure; `connection.ts` does what it says. */

type StateName = "idle" | "waiting" | "opening" | "online" | "checking" | "signedOut" | "ended";

export interface Link {
  readonly name: StateName;
  /** Sockets in a row that brought nothing. */
  readonly failures: number;
  /** Whether this socket has brought more than its welcome. */
  readonly told: boolean;
  /** Whether there has been a connection: before that there is none to be cut. */
  readonly reached: boolean;
  /** Whether the last look over HTTP brought something. */
  readonly polled: boolean;
  /** In `ended`: the server's words. */
  readonly reason: string | null;
}

export type LinkEvent =
  | { readonly type: "start" }
  | { readonly type: "stop" }
  /** Somebody asks to try now, or the network is back. */
  | { readonly type: "retry" }
  /** The time to wait has passed. */
  | { readonly type: "due" }
  | { readonly type: "welcomed" }
  | { readonly type: "told" }
  | { readonly type: "closed"; readonly code: number; readonly reason: string }
  /** Nothing came for longer than the server is ever silent. */
  | { readonly type: "silent" }
  /** What `GET /api/session` said after a socket that was refused. */
  | { readonly type: "checked"; readonly admitted: boolean }
  /** What a look over HTTP came to. */
  | { readonly type: "polled"; readonly outcome: "answered" | "refused" | "unreachable" };

/** `soon` waits for the end of this turn, `wait` as backoff says; `rest` ends such a wait. */
export type Effect = "soon" | "wait" | "rest" | "open" | "close" | "check";

export interface Step {
  readonly link: Link;
  readonly effects: readonly Effect[];
}

type Cell<E extends LinkEvent["type"]> = (link: Link, event: Extract<LinkEvent, { type: E }>) => Step;
/** Every state answers every event: a missing cell does not compile. */
export type Table = { readonly [S in StateName]: { readonly [E in LinkEvent["type"]]: Cell<E> } };

/** Sockets in a row that bring nothing before the values are read over HTTP. */
export const PATIENCE = 3;
const TOO_LARGE = 1009;
const NOT_ALLOWED = 4503;

export const IDLE: Link = {
  name: "idle",
  failures: 0,
  told: false,
  reached: false,
  polled: false,
  reason: null,
};

const stay = (link: Link): Step => ({ link, effects: [] });
const stop =
  (...effects: Effect[]) =>
  (): Step => ({ link: IDLE, effects });
const open = (link: Link): Step => ({ link: { ...link, name: "opening", told: false }, effects: ["open"] });
const openAnew = (): Step => open(IDLE);
const openNow = (link: Link): Step => ({ ...open(link), effects: ["rest", "open"] });

function fail(link: Link, ...effects: Effect[]): Step {
  const failures = link.told ? 0 : link.failures + 1;
  return { link: { ...link, name: "waiting", failures, told: false }, effects: [...effects, "wait"] };
}

const signedOut = (...effects: Effect[]): Step => ({ link: { ...IDLE, name: "signedOut" }, effects });

/** A close code after which another connection would end in the same way. */
function final(code: number): boolean {
  return code === TOO_LARGE || (code >= 4500 && code <= 4999);
}

function closed(link: Link, { code, reason }: { code: number; reason: string }): Step {
  if (code === NOT_ALLOWED) return signedOut();
  if (final(code)) return stay({ ...link, name: "ended", reason: reason || `code ${code}` });
  return fail(link);
}

/** A browser does not tell why a socket was refused: the session does. */
function closedEarly(link: Link, event: { code: number; reason: string }): Step {
  return final(event.code)
    ? closed(link, event)
    : { link: { ...link, name: "checking" }, effects: ["check"] };
}

function polled(...effects: Effect[]): Cell<"polled"> {
  return (link, { outcome }) =>
    outcome === "refused" ? signedOut(...effects) : stay({ ...link, polled: outcome === "answered" });
}

const TABLE: Table = {
  idle: {
    start: () => ({ link: { ...IDLE, name: "waiting" }, effects: ["soon"] }),
    stop: stay,
    retry: stay,
    due: stay,
    welcomed: stay,
    told: stay,
    closed: stay,
    silent: stay,
    checked: stay,
    polled: stay,
  },
  waiting: {
    start: stay,
    stop: stop("rest"),
    retry: openNow,
    due: open,
    welcomed: stay,
    told: stay,
    closed: stay,
    silent: stay,
    checked: stay,
    polled: polled("rest"),
  },
  opening: {
    start: stay,
    stop: stop("close"),
    retry: stay,
    due: stay,
    welcomed: (link) => stay({ ...link, name: "online", reached: true, polled: false }),
    told: stay,
    closed: closedEarly,
    silent: (link) => fail(link, "close"),
    checked: stay,
    polled: polled("close"),
  },
  online: {
    start: stay,
    stop: stop("close"),
    retry: stay,
    due: stay,
    welcomed: stay,
    told: (link) => (link.told ? stay(link) : stay({ ...link, told: true, failures: 0 })),
    closed,
    silent: (link) => fail(link, "close"),
    checked: stay,
    polled: stay,
  },
  checking: {
    start: stay,
    stop: stop(),
    retry: stay,
    due: stay,
    welcomed: stay,
    told: stay,
    closed: stay,
    silent: stay,
    checked: (link, { admitted }) => (admitted ? fail(link) : signedOut()),
    polled: polled(),
  },
  signedOut: {
    start: stay,
    stop: stop(),
    retry: openAnew,
    due: stay,
    welcomed: stay,
    told: stay,
    closed: stay,
    silent: stay,
    checked: stay,
    polled: stay,
  },
  ended: {
    start: stay,
    stop: stop(),
    retry: openAnew,
    due: stay,
    welcomed: stay,
    told: stay,
    closed: stay,
    silent: stay,
    checked: stay,
    polled: stay,
  },
};

/** What an event leads to. */
export function step<E extends LinkEvent["type"]>(link: Link, event: Extract<LinkEvent, { type: E }>): Step {
  const cell: Cell<E> = TABLE[link.name][event.type as E];
  return cell(link, event);
}

/** Whether values are to be read over HTTP. */
export function polls(link: Link): boolean {
  return (
    link.failures >= PATIENCE &&
    (link.name === "waiting" || link.name === "opening" || link.name === "checking")
  );
}

export type ConnectionName = "connecting" | "online" | "polling" | "offline" | "signedOut";

/** The connection in a person's words. */
export function nameOf(link: Link): ConnectionName {
  switch (link.name) {
    case "online":
    case "signedOut":
      return link.name;
    case "ended":
      return "offline";
    case "idle":
      return "connecting";
    case "waiting":
    case "opening":
    case "checking":
      if (polls(link) && link.polled) return "polling";
      return link.reached || link.failures > 0 ? "offline" : "connecting";
    default:
      return link.name satisfies never;
  }
}
