/** What the tour may do to the demo: `POST /api/demo/…`, which no other server has. */
import { request } from "../../lib/http.ts";
import type { DemoState } from "../../lib/wire.ts";
import type { tour } from "../../texts/tour.ts";
import type { LineId } from "./lines.ts";

export type Switch = keyof typeof tour.switch;

/** Which switches stand beside a line, so that it can be seen again, or at all. */
export const SWITCHES: Readonly<Partial<Record<LineId, readonly Switch[]>>> = {
  flow: ["age"],
  tabs: ["age"],
  missing: ["forget"],
  time: ["almost"],
  retries: ["retry"],
  drain: ["wait"],
  trouble: ["outage", "limit", "refuse", "heal"],
};

/** Those that waited for the drain when the demo began. */
const WAITING = "3002 3006 3007 3008 3009 3010 3021 3022 3023 3031 3032 3034 3035 3039".split(" ");
const SOON_MS = 5_000;

export function demoState(): Promise<DemoState> {
  return request("GET", "/api/demo");
}

/** Throws ProblemError. */
export async function turn(name: Switch): Promise<void> {
  switch (name) {
    case "age":
      return post("/api/demo/age", { key: "3001" });
    case "almost":
      return post("/api/demo/age", { key: "3020", staleInMs: SOON_MS });
    case "forget":
      return post("/api/demo/forget", { partNumber: "3024" });
    case "retry":
      await post("/api/demo/heal");
      return post("/api/demo/age", { key: "3040" });
    case "wait":
      await Promise.all(WAITING.map((key) => post("/api/demo/age", { key })));
      await Promise.all(WAITING.map((key) => post(`/api/catalog/parts/${key}/refresh?priority=low`)));
      return;
    case "outage":
    case "limit":
    case "refuse":
    case "heal":
      return post(`/api/demo/${name}`);
    default:
      return name satisfies never;
  }
}

async function post(path: string, body?: unknown): Promise<void> {
  await request("POST", path, body === undefined ? {} : { body });
}
