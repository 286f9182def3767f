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
  trouble: ["outage", "limit", "refuse", "age", "heal"],
};

const SOON_MS = 5_000;

/** Under which the demo's state is kept. */
export const DEMO = ["demo"];

export function demoState(): Promise<DemoState> {
  return request("GET", "/api/demo");
}

/** How the demo is then. Throws ProblemError. */
export async function turn(name: Switch): Promise<DemoState> {
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
    case "outage":
    case "limit":
    case "refuse":
    case "heal":
      return post(`/api/demo/${name}`);
    default:
      return name satisfies never;
  }
}

function post(path: string, body?: unknown): Promise<DemoState> {
  return request("POST", path, body === undefined ? {} : { body });
}
