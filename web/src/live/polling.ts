import { type ProblemError, problemOf, type RequestOptions, send } from "../lib/http.ts";
import type { LiveError } from "../lib/wire.ts";
import type { Outcome } from "./connection.ts";
import type { Entry } from "./entry.ts";
import { pathOf } from "./queries.ts";

/** How a request reaches the server: its address and whatever proves who asks. */
export interface Server {
  readonly url: string;
  readonly options: RequestOptions;
}

/** Look at each value once over HTTP, one after the other; who holds it already is not sent it again. */
export async function poll(server: Server, entries: readonly Entry[], signal: AbortSignal): Promise<Outcome> {
  for (const entry of entries) {
    const outcome = await look(server, entry, signal);
    if (outcome !== "answered") return outcome;
  }
  return entries.length > 0 ? "answered" : reach(server, signal);
}

async function look(server: Server, entry: Entry, signal: AbortSignal): Promise<Outcome> {
  const held: Record<string, string> = entry.rev === null ? {} : { "if-none-match": `"${entry.rev}"` };
  try {
    const reply = await get(server, pathOf(entry.query, entry.args), held, signal);
    const refused = await refusalOf(reply);
    if (refused?.status === 401) return "refused";
    const news = refused ? { error: liveError(refused) } : await newsOf(reply, entry.rev);
    // A socket that has opened meanwhile may have told of a newer state.
    if (!signal.aborted) entry.news(news);
    return "answered";
  } catch {
    return "unreachable";
  }
}

/** With nothing to look at: whether there is a server. */
async function reach(server: Server, signal: AbortSignal): Promise<Outcome> {
  try {
    const refused = await refusalOf(await get(server, "/api/session", {}, signal));
    return refused?.status === 401 ? "refused" : "answered";
  } catch {
    return "unreachable";
  }
}

function get(server: Server, path: string, headers: Record<string, string>, signal: AbortSignal) {
  const { options, url } = server;
  return send("GET", url + path, { ...options, headers: { ...options.headers, ...headers }, signal });
}

/** The server's refusal, if it is one. Throws what a proxy says while there is no server behind it. */
async function refusalOf(reply: Response): Promise<ProblemError | null> {
  if (reply.ok || reply.status === 304) return null;
  const problem = await problemOf(reply);
  if (problem.code === "unreachable") throw problem;
  return problem;
}

async function newsOf(reply: Response, held: string | null) {
  if (reply.status === 304 && held !== null) return { rev: held };
  const rev = reply.headers.get("etag")?.replace(/^W\//, "").replaceAll('"', "");
  const value: unknown = await reply.json();
  return rev === undefined ? { value } : { rev, value };
}

/** A refusal over HTTP as the socket would have told it. */
export function liveError(error: ProblemError): LiveError {
  const code = error.code === "unreachable" ? "unavailable" : error.code;
  return { code, message: error.message, retryAfterMs: error.retryAfterMs };
}
