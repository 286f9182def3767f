/** What is wrong between us and BrickLink: why, what to do about it, and what happens by itself. */
import { until } from "../lib/time.ts";
import type { UpstreamHealth } from "../lib/wire.ts";
import { failures } from "./states.ts";

/** `why`, `remedy` and `next` are sentences without a full stop; `command` is to be typed on the server's machine. */
export interface UpstreamNotice {
  readonly word: "Paused" | "Limited" | "No keys";
  readonly why: string;
  readonly remedy: string;
  readonly command: string | null;
  /** What happens by itself, and when; null if nothing does. */
  readonly next: string | null;
}

type Help = Pick<UpstreamNotice, "why" | "remedy" | "command">;

const KEPT = "Nothing to do: what is asked for is kept and goes on by itself";

const UNCONFIGURED: Help = {
  why: "Freshbrick has no BrickLink keys yet: it shows what it has and fetches nothing",
  remedy: "Sellers get four keys at bricklink.com/v2/api/register_consumer.page; enter them with",
  command: "freshbrick setup",
};

const LIMITED: Help = {
  why: failures.limited,
  remedy: "Other tools on the same BrickLink account use its calls, too; leave them theirs with",
  command: "FRESHBRICK_QUOTA_OTHERS",
};

const KEYS_REFUSED: Help = {
  why: failures.credentials,
  remedy: "Check the four keys, and from which address they may be used, with",
  command: "freshbrick setup",
};

const UNREACHABLE: Help = {
  why: failures.unreachable,
  remedy: "What is asked for is kept. If it lasts, look at this server's own connection with",
  command: "freshbrick doctor",
};

const TROUBLE: Help = { why: failures.upstream_error, remedy: KEPT, command: null };

/** Null while BrickLink answers. `now` in ms UTC. */
export function upstreamNotice(upstream: UpstreamHealth, now: number): UpstreamNotice | null {
  switch (upstream.state) {
    case "ok":
      return null;
    case "unconfigured":
      return { word: "No keys", ...UNCONFIGURED, next: null };
    case "limited":
      return { word: "Limited", ...LIMITED, next: goesOn(upstream.probeAt, now) };
    case "paused":
      return { word: "Paused", ...helpFor(upstream), next: asksAgain(upstream.probeAt, now) };
    default:
      return upstream.state satisfies never;
  }
}

function helpFor({ code, detail }: UpstreamHealth): Help {
  switch (code) {
    case "credentials":
      return keysRefused(detail);
    case "upstream_error":
      return TROUBLE;
    case "unreachable":
      return UNREACHABLE;
    default:
      return { why: (detail ?? "BrickLink cannot be asked").replace(/\.$/, ""), remedy: KEPT, command: null };
  }
}

/** BrickLink tells which address it saw when that is not among those that the token may be used from. */
function keysRefused(detail: string | null): Help {
  const address = detail?.match(/it saw ([\da-fA-F.:]+?)\.?(?:\s|$)/)?.[1];
  if (address === undefined) return KEYS_REFUSED;
  return {
    why: `BrickLink refuses our keys: your address ${address} is not on its list`,
    remedy: `Allow ${address} for the access token at bricklink.com/v2/api/register_consumer.page`,
    command: null,
  };
}

function goesOn(at: number | null, now: number): string | null {
  if (at === null) return null;
  return at <= now ? "Goes on now" : `Goes on ${until(at, now)}`;
}

function asksAgain(at: number | null, now: number): string | null {
  if (at === null) return null;
  return at <= now ? "Asking again now" : `Asks again ${until(at, now)}`;
}
