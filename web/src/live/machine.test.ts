import { expect, test } from "vitest";
import { IDLE, type Link, type LinkEvent, nameOf, PATIENCE, polls, step, type Table } from "./machine.ts";

const closed = (code: number): LinkEvent => ({ type: "closed", code, reason: "Enough." });

function after(...events: LinkEvent[]): Link {
  return events.reduce<Link>((link, event) => step(link, event).link, IDLE);
}

const START: LinkEvent = { type: "start" };
const DUE: LinkEvent = { type: "due" };
const WELCOMED: LinkEvent = { type: "welcomed" };
const TOLD: LinkEvent = { type: "told" };
const ADMITTED: LinkEvent = { type: "checked", admitted: true };
const REFUSED = [DUE, closed(1006), ADMITTED];
const ONLINE = [START, DUE, WELCOMED];

test("a table that lacks a cell does not compile", () => {
  const row: Table["idle"] = {} as Table["idle"];
  const { due: _due, ...lacking } = row;
  // @ts-expect-error: `due` is missing
  const bad: Table["idle"] = lacking;
  const rows = {} as Table;
  const { ended: _ended, ...fewer } = rows;
  // @ts-expect-error: `ended` is missing
  const worse: Table = fewer;
  expect([bad, worse]).toHaveLength(2);
});

test.each([
  ["nothing has been tried", [], "connecting"],
  ["the first socket is on its way", [START, DUE], "connecting"],
  ["the server said welcome", ONLINE, "online"],
  ["the socket was cut", [...ONLINE, closed(1006)], "offline"],
  ["it tries again", [...ONLINE, closed(1006), DUE], "offline"],
  ["the server goes away", [...ONLINE, closed(4001)], "offline"],
  ["the session has ended", [...ONLINE, closed(4503)], "signedOut"],
  ["a frame was too large", [...ONLINE, closed(1009)], "offline"],
  ["the handshake was refused, and the session is good", [START, ...REFUSED], "offline"],
  [
    "the handshake was refused, as nobody is signed in",
    [START, DUE, closed(1006), { type: "checked", admitted: false }],
    "signedOut",
  ],
  ["somebody has signed in and tries again", [...ONLINE, closed(4503), { type: "retry" }], "connecting"],
] as [string, LinkEvent[], string][])("when %s it says so", (_when, events, name) => {
  expect(nameOf(after(...events))).toBe(name);
});

test.each([4501, 4503, 4999, 1009])("code %i ends it: no other socket is opened by time alone", (code) => {
  const { link, effects } = step(after(...ONLINE), closed(code));
  expect(effects).toEqual([]);
  expect(step(link, DUE).effects).toEqual([]);
  expect(step(link, { type: "retry" }).effects).toEqual(["open"]);
});

test("why it ended is kept in the server's words", () => {
  expect(after(...ONLINE, closed(4501)).reason).toBe("Enough.");
});

test.each([1000, 1001, 1006, 1011, 4001, 4008, 4013, 4499])("after code %i it comes back", (code) => {
  expect(step(after(...ONLINE), closed(code)).effects).toEqual(["wait"]);
});

test("a socket that is welcomed and brings nothing counts as a failure: the next waits longer", () => {
  expect(after(...ONLINE, closed(4013), DUE, WELCOMED, closed(4013)).failures).toBe(2);
  expect(after(...ONLINE, closed(4013), DUE, WELCOMED, TOLD, closed(4013)).failures).toBe(0);
});

test(`after ${PATIENCE} sockets in a row that brought nothing values are read over HTTP, until one opens`, () => {
  const twice = after(START, ...REFUSED, ...REFUSED);
  expect(polls(twice)).toBe(false);
  const thrice = after(START, ...REFUSED, ...REFUSED, ...REFUSED);
  expect(polls(thrice)).toBe(true);
  expect(nameOf(thrice)).toBe("offline");
  const answered = step(thrice, { type: "polled", outcome: "answered" }).link;
  expect(nameOf(answered)).toBe("polling");
  const opened = [DUE, WELCOMED].reduce<Link>((link, event) => step(link, event).link, answered);
  expect(polls(opened)).toBe(false);
  expect(nameOf(opened)).toBe("online");
});

test("a server that answers nothing over HTTP either is offline", () => {
  const thrice = after(START, ...REFUSED, ...REFUSED, ...REFUSED, { type: "polled", outcome: "answered" });
  expect(nameOf(step(thrice, { type: "polled", outcome: "unreachable" }).link)).toBe("offline");
});

test("a session that ends while polling ends that, too", () => {
  const thrice = after(START, ...REFUSED, ...REFUSED, ...REFUSED);
  const { link, effects } = step(thrice, { type: "polled", outcome: "refused" });
  expect(nameOf(link)).toBe("signedOut");
  expect(effects).toEqual(["rest"]);
});

test("the network coming back ends the wait", () => {
  expect(step(after(...ONLINE, closed(1006)), { type: "retry" }).effects).toEqual(["rest", "open"]);
});
