import type { Problem } from "./wire.ts";

export type Method = "GET" | "POST" | "PATCH" | "DELETE";
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;
export type QueryParameters = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface RequestOptions {
  readonly query?: QueryParameters;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  /** Sent even if the page is closed meanwhile. */
  readonly keepalive?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  /** What makes the request; the browser's own unless told. */
  readonly fetch?: Fetch;
}

/** A request that was refused, or that no server answered (`unreachable`: status 0, or that of a proxy's own words). */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly code: Problem["code"] | "unreachable";
  readonly status: number;
  readonly retryAfterMs: number | null;
  /** The refusal as the server wrote it. */
  readonly problem: Problem | null;

  constructor(code: ProblemError["code"], message: string, status: number, problem: Problem | null = null) {
    super(message);
    this.code = code;
    this.status = status;
    this.retryAfterMs = problem?.retryAfterMs ?? null;
    this.problem = problem;
  }
}

/** Ask the server: `path` is of this origin or a whole address. Throws ProblemError; an empty body is null. */
export async function request<T>(method: Method, path: string, options: RequestOptions = {}): Promise<T> {
  const reply = await send(method, path, options);
  if (!reply.ok) throw await problemOf(reply);
  const text = await reply.text();
  try {
    return JSON.parse(text || "null");
  } catch {
    throw unreachable(reply.status);
  }
}

/** The bare reply, whatever its status. Throws ProblemError `unreachable`, and what an abort throws. */
export async function send(method: Method, path: string, options: RequestOptions = {}): Promise<Response> {
  const {
    query,
    body,
    signal,
    keepalive = false,
    headers,
    fetch = globalThis.fetch.bind(globalThis),
  } = options;
  const json: Record<string, string> = body === undefined ? {} : { "content-type": "application/json" };
  try {
    return await fetch(address(path, query), {
      method,
      keepalive,
      headers: { accept: "application/json", ...json, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw unreachable();
  }
}

/** `path` with its query; what is null or undefined is left out. */
export function address(path: string, query: QueryParameters = {}): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined) given.set(name, String(value));
  }
  return given.size === 0 ? path : `${path}?${given}`;
}

/** What a refusal says; what does not speak as the server does stands in between (a proxy), and reaches none. */
export async function problemOf(reply: Response): Promise<ProblemError> {
  const problem = await reply.json().catch(() => null);
  if (isProblem(problem)) return new ProblemError(problem.code, problem.detail, reply.status, problem);
  return unreachable(reply.status);
}

function unreachable(status = 0): ProblemError {
  return new ProblemError("unreachable", "The server does not answer.", status);
}

function isProblem(value: unknown): value is Problem {
  return typeof value === "object" && value !== null && "code" in value && "detail" in value;
}
