import { expect, test } from "vitest";
import { FreshbrickClient } from "./client.ts";
import { failure, fresh, MISSING, NOW, refreshing, stale } from "./testing/answers.ts";
import { FakeServer, turn } from "./testing/fakes.ts";

const A = { partNumber: "3001" };
const B = { partNumber: "3002" };
const REFRESH = { refresh: true };

function connect(server = new FakeServer()) {
  const client = new FreshbrickClient({ server: "http://test/", surroundings: server.surroundings() });
  client.start();
  return { client, server };
}

const quiet = () => {};
const ENQUEUED = { outcome: "enqueued", messageId: 15, retryAfterMs: null, quota: null };
const sent = (server: FakeServer, type: string) => server.received.filter((message) => message.type === type);
const manners = (server: FakeServer) => server.actions.map(({ args }) => args);

async function online(server = new FakeServer()) {
  const pair = connect(server);
  await server.advance(0);
  expect(pair.client.connection.state).toBe("online");
  return pair;
}

/** Until so many sockets in a row have been refused. */
async function refuse(server: FakeServer, times: number): Promise<void> {
  server.accepts = false;
  for (let i = 0; i < times; i += 1) {
    while (server.socket === undefined) await server.advance(500);
    server.cut();
    await server.advance(0);
  }
}

test("two who watch the same share a subscription, and what is begun in one turn shares a frame", async () => {
  const { client, server } = await online();
  server.set("getPart", A, fresh("3001"));
  for (const args of [A, { partNumber: "3001" }, B]) client.watch("getPart", args, quiet);
  await server.settle();
  expect(sent(server, "subscribe")).toEqual([
    {
      type: "subscribe",
      items: [
        { id: 1, query: "getPart", args: A },
        { id: 2, query: "getPart", args: B },
      ],
    },
  ]);
  expect(client.held("getPart", A).value?.data?.name).toBe("Brick 3001");
});

test("the order of arguments makes no other key, one that is not given neither", async () => {
  const { client, server } = await online();
  client.watch("getPriceGuide", { partNumber: "3001", colorId: 11 }, quiet);
  client.watch("getPriceGuide", { colorId: 11, partNumber: "3001" }, quiet);
  client.watch("searchParts", { query: "brick" }, quiet);
  client.watch("searchParts", { limit: undefined, query: "brick" } as { query: string }, quiet);
  await server.settle();
  expect(server.socket?.subscriptions.size).toBe(2);
});

test("a value is kept up to date for 10 s after the last has left, and whoever comes back costs nothing", async () => {
  const { client, server } = await online();
  server.set("getPart", A, fresh("3001"));
  const leave = client.watch("getPart", A, quiet);
  await server.settle();
  leave();
  await server.advance(9_000);
  server.set("getPart", A, fresh("3001", { lastFetched: NOW + 1 }));
  await server.settle();
  expect(client.held("getPart", A).value?.lastFetched).toBe(NOW + 1);
  const again = client.watch("getPart", A, quiet);
  await server.advance(20_000);
  expect(server.received).toHaveLength(1);
  again();
  await server.advance(10_000);
  expect(server.received.at(-1)).toEqual({ type: "unsubscribe", ids: [1] });
  expect(client.held("getPart", A).value).toBeUndefined();
});

test("a card is subscribed to after its delay, and not kept", async () => {
  const { client, server } = await online();
  const card = { delayMs: 300, keepMs: 0 };
  const gone = client.watch("getPart", A, quiet, card);
  await server.advance(299);
  gone();
  await server.advance(1_000);
  expect(server.received).toEqual([]);
  const seen = client.watch("getPart", A, quiet, card);
  await server.advance(300);
  seen();
  await server.settle();
  expect(server.received.map(({ type }) => type)).toEqual(["subscribe", "unsubscribe"]);
});

test("what is more than the server allows waits for its turn; what nobody watches any more makes room", async () => {
  const server = new FakeServer();
  server.subscriptionLimit = 2;
  const { client } = await online(server);
  const leave = client.watch("getPart", { partNumber: "1" }, quiet);
  for (const partNumber of ["2", "3", "4"]) client.watch("getPart", { partNumber }, quiet);
  await server.settle();
  const watched = () => [...(server.socket?.subscriptions.values() ?? [])].map(({ key }) => key.at(-4));
  expect(watched()).toEqual(["1", "2"]);
  leave();
  client.watch("getPart", { partNumber: "5" }, quiet);
  await server.settle();
  expect(watched()).toEqual(["2", "3"]);
});

test("no frame is larger than the server takes", async () => {
  const server = new FakeServer();
  server.frameBytes = 400;
  const { client } = await online(server);
  for (let i = 0; i < 30; i += 1) client.watch("getPart", { partNumber: `${3000 + i}` }, quiet);
  await server.settle();
  expect(server.socket?.subscriptions.size).toBe(30);
  expect(sent(server, "subscribe").length).toBeLessThan(10);
});

test("after a cut what is held stays, and is named again by its rev", async () => {
  const { client, server } = await online();
  server.set("getPart", A, fresh("3001"));
  client.watch("getPart", A, quiet);
  await server.settle();
  server.cut();
  expect(client.connection.state).toBe("offline");
  expect(client.held("getPart", A).value?.status).toBe("fresh");
  await server.advance(1_000);
  expect(client.connection.state).toBe("online");
  expect(server.received.at(-1)).toEqual({
    type: "subscribe",
    items: [{ id: 1, query: "getPart", args: A, rev: "r1" }],
  });
});

test("the wait is random from the first try on, and doubles up to 30 s", async () => {
  const { client, server } = await online();
  server.dice = 1;
  server.accepts = false;
  const waits: (number | null)[] = [];
  for (let i = 0; i < 9; i += 1) {
    server.cut();
    await server.settle();
    const { retryAt } = client.connection;
    waits.push(retryAt === null ? null : retryAt - server.clock.now);
    server.http = "down";
    while (server.socket === undefined) await server.advance(500);
  }
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000, 30_000]);
  server.cut();
  await server.settle();
  server.networkIsBack();
  expect(server.socket).toBeDefined();
});

test("a socket that is silent for two heartbeats is dead; pings keep it alive", async () => {
  const { client, server } = await online();
  for (let i = 0; i < 4; i += 1) {
    await server.advance(25_000);
    server.ping();
  }
  expect(client.connection.state).toBe("online");
  await server.settle();
  server.accepts = false;
  await server.advance(50_000);
  expect(client.connection.state).toBe("offline");
});

test("a server that knows nobody ends it until somebody has signed in", async () => {
  const server = new FakeServer();
  server.http = "refused";
  const { client } = connect(server);
  await refuse(server, 1);
  expect(client.connection.state).toBe("signedOut");
  await server.advance(600_000);
  expect(server.sockets).toHaveLength(1);
  Object.assign(server, { http: "up", accepts: true });
  client.retry();
  await server.settle();
  expect(client.connection.state).toBe("online");
});

test.each([
  ["pending", "low", 1],
  ["pending", "normal", 1],
  ["pending", "high", 0],
  ["inflight", "low", 0],
] as const)("of a refresh that is %s and %s, whoever looks asks %i times", async (state, priority, times) => {
  const { client, server } = await online();
  server.act = () => ({ value: { ...ENQUEUED, outcome: "already_queued" } });
  server.set("getPart", A, refreshing(stale("3001"), { state, priority, waitingFor: "turn" }));
  client.watch("getPart", A, quiet, REFRESH);
  await server.advance(60_000);
  expect(server.actions).toHaveLength(times);
});

test("a missing value is asked for once, and `asking` ends with the update that shows it", async () => {
  const { client, server } = await online();
  server.act = () => ({ value: ENQUEUED });
  server.set("getPart", A, MISSING);
  client.watch("getPart", A, quiet, REFRESH);
  client.watch("getPart", A, quiet, REFRESH);
  await server.settle();
  expect(manners(server)).toEqual([{ ...A, auto: true }]);
  expect(client.held("getPart", A).asking).toBe(true);
  server.set("getPart", A, refreshing(MISSING));
  await server.settle();
  expect(client.held("getPart", A)).toMatchObject({ asking: false, lastMessageId: 15 });
  server.set("getPart", A, fresh("3001"));
  await server.advance(600_000);
  expect(client.held("getPart", A)).toMatchObject({ lastMessageId: 15, asked: { outcome: "enqueued" } });
  expect(server.actions).toHaveLength(1);
});

test("who only watches asks for nothing; nor does a hidden page, until it is shown", async () => {
  const { client, server } = await online();
  server.set("getPart", A, stale("3001"));
  server.set("getPart", B, stale("3002"));
  client.watch("getPart", A, quiet);
  server.show(false);
  client.watch("getPart", B, quiet, REFRESH);
  await server.advance(60_000);
  expect(server.actions).toEqual([]);
  server.show(true);
  await server.settle();
  expect(manners(server)).toEqual([{ ...B, auto: true }]);
});

test("a value that turns stale is asked for, and one that failed again at its retryAt and not before", async () => {
  const { client, server } = await online();
  server.set("getPart", A, fresh("3001"));
  client.watch("getPart", A, quiet, REFRESH);
  await server.settle();
  expect(server.actions).toHaveLength(0);
  server.set("getPart", A, stale("3001"));
  await server.settle();
  expect(server.actions).toHaveLength(1);
  server.set("getPart", A, stale("3001", { error: failure() }));
  await server.advance(59_999);
  expect(server.actions).toHaveLength(1);
  await server.advance(1);
  expect(server.actions).toHaveLength(2);
  await server.advance(600_000);
  expect(server.actions).toHaveLength(2);
});

test("an ask that was told to wait is repeated after that time", async () => {
  const { client, server } = await online();
  server.act = () => ({ value: { outcome: "throttled", messageId: null, retryAfterMs: 5_000, quota: null } });
  server.set("getPart", A, stale("3001"));
  client.watch("getPart", A, quiet, REFRESH);
  await server.advance(4_999);
  expect(server.actions).toHaveLength(1);
  await server.advance(1);
  expect(server.actions).toHaveLength(2);
});

test("an ask whose answer was lost is asked again, if the value still needs it", async () => {
  const { client, server } = await online();
  server.set("getPart", A, stale("3001"));
  client.watch("getPart", A, quiet, REFRESH);
  while (server.actions.length === 0) {
    await turn();
    if (!server.deliver("server")) server.deliver("client");
  }
  expect(client.held("getPart", A).asking).toBe(true);
  server.cut();
  expect(client.held("getPart", A).asking).toBe(false);
  await server.advance(60_000);
  expect(manners(server)).toEqual([
    { ...A, auto: true },
    { ...A, auto: true },
  ]);
});

test("a person's ask that was cut off is made when the connection is back", async () => {
  const { client, server } = await online();
  server.set("getPart", A, stale("3001"));
  client.watch("getPart", A, quiet);
  await server.settle();
  client.refetch("getPart", A);
  server.cut();
  expect(client.held("getPart", A).asking).toBe(false);
  await server.advance(1_000);
  expect(manners(server)).toEqual([{ ...A, auto: false, force: false }]);
});

test("a person's ask joins the one that is under way, and overrides an earlier failure", async () => {
  const { client, server } = await online();
  server.set("getPart", A, stale("3001"));
  client.watch("getPart", A, quiet, REFRESH);
  while (server.actions.length === 0) await server.settle();
  server.set("getPart", A, stale("3001", { error: failure() }));
  await server.settle();
  client.refetch("getPart", A);
  client.refetch("getPart", A);
  await server.settle();
  expect(manners(server).slice(1)).toEqual([{ ...A, auto: false, force: true }]);
});

test("an action is answered, refused, or cut off", async () => {
  const { client, server } = await online();
  server.act = () => ({ value: ENQUEUED });
  const good = client.act("enqueueRefreshPart", A);
  await server.settle();
  await expect(good).resolves.toEqual(ENQUEUED);
  server.act = () => ({ error: { code: "bad_request", message: "No such part.", retryAfterMs: null } });
  const bad = client.act("enqueueRefreshPart", A);
  await Promise.all([expect(bad).rejects.toThrow("No such part."), server.settle()]);
  const cut = client.act("enqueueRefreshPart", A);
  server.cut();
  await expect(cut).rejects.toMatchObject({ error: { code: "unavailable" } });
});

test("without sockets values are read over HTTP every 5 s, and asked for by POST", async () => {
  const server = new FakeServer();
  server.act = () => ({ value: ENQUEUED });
  server.set("getPart", A, MISSING);
  const { client } = connect(server);
  client.watch("getPart", A, quiet, REFRESH);
  await refuse(server, 3);
  expect(client.connection.state).toBe("polling");
  expect(server.requests).toContain("POST /api/catalog/parts/3001/refresh?auto=true");
  expect(client.held("getPart", A).asking).toBe(true);
  server.set("getPart", A, fresh("3001"));
  await server.advance(5_000);
  expect(client.held("getPart", A)).toMatchObject({ asking: false, value: { status: "fresh" } });
  server.accepts = true;
  await server.advance(30_000);
  expect(client.connection.state).toBe("online");
  const before = server.requests.length;
  await server.advance(20_000);
  expect(server.requests).toHaveLength(before);
});

test("a server that is gone behind its proxy is offline, and takes nothing with it", async () => {
  const { client, server } = await online();
  server.set("getPart", A, fresh("3001"));
  client.watch("getPart", A, quiet);
  await server.settle();
  const held = client.held("getPart", A);
  server.http = "badGateway";
  server.cut();
  await refuse(server, 3);
  await server.advance(60_000);
  expect(client.connection.state).toBe("offline");
  expect(client.held("getPart", A)).toEqual(held);
  server.http = "up";
  await server.advance(10_000);
  expect(client.connection.state).toBe("polling");
});

test("with nothing to look at, a proxy alone is no connection either", async () => {
  const { client, server } = await online();
  server.http = "badGateway";
  server.cut();
  await refuse(server, 3);
  expect(client.connection.state).toBe("offline");
});

test("an HTTP answer that comes after a socket has opened is not shown", async () => {
  const server = new FakeServer();
  server.set("getPart", A, fresh("3001", { lastFetched: 1 }));
  const { client } = connect(server);
  client.watch("getPart", A, quiet);
  server.httpMs = 0;
  await refuse(server, 3);
  server.httpMs = 9_000;
  server.set("getPart", A, fresh("3001", { lastFetched: 2 }));
  await server.advance(5_000);
  server.accepts = true;
  server.networkIsBack();
  await server.settle();
  server.set("getPart", A, fresh("3001", { lastFetched: 3 }));
  await server.advance(9_000);
  expect(client.held("getPart", A).value?.lastFetched).toBe(3);
});

test("an HTTP answer that comes for what nobody watches any more leaves no timer", async () => {
  const server = new FakeServer();
  server.set("getPart", A, fresh("3001"));
  const { client } = connect(server);
  const leave = client.watch("getPart", A, quiet, { keepMs: 0 });
  server.httpMs = 1_000;
  await refuse(server, 3);
  await server.advance(1_000);
  expect(server.requests.at(-1)).toBe("GET /api/catalog/parts/3001");
  leave();
  await server.advance(1_000);
  client.stop();
  await server.advance(1_000);
  expect(server.clock.timers).toBe(0);
});

test("a session that ends while values are read over HTTP ends that", async () => {
  const server = new FakeServer();
  const { client } = connect(server);
  client.watch("getPart", A, quiet);
  await refuse(server, 3);
  server.http = "refused";
  await server.advance(5_000);
  expect(client.connection.state).toBe("signedOut");
  const before = server.requests.length;
  await server.advance(60_000);
  expect(server.requests).toHaveLength(before);
});

test("a fresh value is told anew when it turns stale, although nobody is connected", async () => {
  const { client, server } = await online();
  server.set("getPart", A, fresh("3001", { staleAt: NOW + 60_000 }));
  let changes = 0;
  client.watch("getPart", A, () => {
    changes += 1;
  });
  await server.settle();
  server.accepts = false;
  server.http = "down";
  server.cut();
  const before = changes;
  await server.advance(60_001);
  expect(changes).toBe(before + 1);
});

test("a refused subscription says why, and keeps what was known", async () => {
  const { client, server } = await online();
  server.set("getPart", A, fresh("3001"));
  client.watch("getPart", A, quiet);
  await server.settle();
  const error = { code: "unavailable", message: "Busy.", retryAfterMs: 1_000 } as const;
  server.refuse("getPart", A, error);
  await server.settle();
  expect(client.held("getPart", A)).toMatchObject({ error, value: { status: "fresh" } });
  server.set("getPart", A, fresh("3001", { lastFetched: NOW + 1 }));
  await server.settle();
  expect(client.held("getPart", A)).toMatchObject({ error: null, value: { lastFetched: NOW + 1 } });
});

test("its clock is the server's", async () => {
  const server = new FakeServer();
  const around = { ...server.surroundings(), now: () => server.clock.now - 3_600_000 };
  const client = new FreshbrickClient({ server: "http://test", surroundings: around });
  client.start();
  await server.advance(0);
  expect(client.now()).toBe(server.clock.now);
});

test("started and stopped in one turn it opens no socket, and leaves no timer", async () => {
  const { client, server } = connect();
  client.stop();
  client.start();
  await server.advance(0);
  expect(server.sockets).toHaveLength(1);
  client.watch("getPart", A, quiet)();
  client.stop();
  await server.advance(10_000);
  expect(server.clock.timers).toBe(0);
  expect(server.socket).toBeUndefined();
});
