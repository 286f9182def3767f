import { expect, test } from "vitest";
import type { UpstreamHealth } from "../lib/wire.ts";
import { upstreamNotice } from "./upstream.ts";

const NOW = Date.UTC(2026, 10, 25, 12, 0);

function upstream(facts: Partial<UpstreamHealth>): UpstreamHealth {
  return {
    state: "paused",
    code: null,
    since: NOW,
    probeAt: NOW + 25_000,
    detail: null,
    lastCallAt: null,
    ...facts,
  };
}

test("while BrickLink answers there is nothing to say", () => {
  expect(upstreamNotice(upstream({ state: "ok" }), NOW)).toBeNull();
});

test("refused keys name the address that BrickLink saw, and where to allow it", () => {
  const detail =
    "BrickLink does not accept the keys from this address: it saw 203.0.113.7. Allow it for the access token.";
  const notice = upstreamNotice(upstream({ code: "credentials", detail }), NOW);
  expect(notice?.why).toBe("BrickLink refuses our keys: your address 203.0.113.7 is not on its list");
  expect(notice?.remedy).toContain("Allow 203.0.113.7");
  expect(notice?.next).toBe("Asks again in 25 s");
  const six = upstreamNotice(
    upstream({ code: "credentials", detail: detail.replace("203.0.113.7", "2001:db8::7") }),
    NOW,
  );
  expect(six?.why).toContain("2001:db8::7 is");
});

test("keys that are wrong altogether send to the setup", () => {
  const detail = "BrickLink does not accept the keys (HTTP 401, 401 BAD_OAUTH_REQUEST).";
  expect(upstreamNotice(upstream({ code: "credentials", detail }), NOW)).toMatchObject({
    why: "BrickLink does not accept our keys",
    command: "freshbrick setup",
  });
});

test.each([
  ["upstream_error", "BrickLink has trouble of its own"],
  ["unreachable", "BrickLink did not answer"],
])("a pause by %s says why, and that nothing is lost", (code, why) => {
  const notice = upstreamNotice(upstream({ code, detail: "HTTP 503" }), NOW);
  expect(notice?.why).toBe(why);
  expect(notice?.remedy).toContain("is kept");
});

test("a reason that is new to this page is told in the server's words", () => {
  expect(upstreamNotice(upstream({ code: "moon", detail: "The moon is full." }), NOW)?.why).toBe(
    "The moon is full",
  );
});

test("without keys it is said how to get them; when calls are used up, when it goes on", () => {
  expect(upstreamNotice(upstream({ state: "unconfigured", probeAt: null }), NOW)).toMatchObject({
    word: "No keys",
    command: "freshbrick setup",
    next: null,
  });
  const limited = upstreamNotice(upstream({ state: "limited", probeAt: NOW + 3_600_000 }), NOW);
  expect(limited?.next).toMatch(/^Goes on in/);
  expect(upstreamNotice(upstream({ probeAt: NOW - 1 }), NOW)?.next).toBe("Asking again now");
});
