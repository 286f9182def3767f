import { expect, test } from "vitest";
import { address, ProblemError, request } from "./http.ts";

interface Sent {
  url: string;
  init: RequestInit;
}

/** A network that answers all with the same, and tells what was sent. */
function network(
  status: number,
  body: string,
): { sent: Sent[]; fetch: (url: string, init: RequestInit) => Promise<Response> } {
  const sent: Sent[] = [];
  const fetch = async (url: string, init: RequestInit) => {
    sent.push({ url, init });
    return new Response(status === 204 ? null : body, { status });
  };
  return { sent, fetch };
}

async function failure(asked: Promise<unknown>): Promise<ProblemError> {
  const error = await asked.catch((thrown: unknown) => thrown);
  if (!(error instanceof ProblemError)) throw new Error("It did not fail as it should.");
  return error;
}

test("a body goes out as JSON, and the answer comes back from it", async () => {
  const { sent, fetch } = network(200, '{"id":7}');
  await expect(request("POST", "/api/inventory/lots", { body: { quantity: 12 }, fetch })).resolves.toEqual({
    id: 7,
  });
  expect(sent[0]?.init).toMatchObject({ method: "POST", body: '{"quantity":12}' });
  expect(new Headers(sent[0]?.init.headers).get("content-type")).toBe("application/json");
});

test("an empty answer is null", async () => {
  const { fetch } = network(204, "");
  await expect(request("DELETE", "/api/inventory/lots/7", { fetch })).resolves.toBeNull();
});

test("a refusal carries its code, its words and when to come back", async () => {
  const problem = {
    type: "",
    title: "",
    status: 429,
    code: "throttled",
    detail: "Too often.",
    retryAfterMs: 900,
  };
  const error = await failure(request("GET", "/", { fetch: network(429, JSON.stringify(problem)).fetch }));
  expect(error).toMatchObject({
    code: "throttled",
    message: "Too often.",
    status: 429,
    retryAfterMs: 900,
    problem,
  });
});

test("what a proxy says in HTML is no answer of the server", async () => {
  const error = await failure(request("GET", "/", { fetch: network(502, "<h1>Bad gateway</h1>").fetch }));
  expect(error).toMatchObject({
    code: "unreachable",
    status: 502,
    message: "The server does not answer.",
  });
});

test("an answer that is no JSON is no server of ours", async () => {
  const error = await failure(request("GET", "/", { fetch: network(200, "<!doctype html>").fetch }));
  expect(error).toMatchObject({ code: "unreachable", status: 200 });
});

test("no answer at all is `unreachable`; an abort stays what it is", async () => {
  const fetch = () => Promise.reject(new TypeError("refused"));
  expect(await failure(request("GET", "/", { fetch }))).toMatchObject({ code: "unreachable", status: 0 });
  const aborted = AbortSignal.abort(new Error("not wanted any more"));
  await expect(request("GET", "/", { fetch, signal: aborted })).rejects.not.toBeInstanceOf(ProblemError);
});

test("what is not given is not in the address", () => {
  const query = { query: "brick 2x4 & more", color: undefined, cursor: null, limit: 20, auto: false };
  expect(address("/api/catalog/parts", query)).toBe(
    "/api/catalog/parts?query=brick+2x4+%26+more&limit=20&auto=false",
  );
  expect(address("/api/status")).toBe("/api/status");
});
