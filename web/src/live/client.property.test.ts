/** Whatever happens in whatever order, a page ends up with what the server has. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { FreshbrickClient } from "./client.ts";
import { keyOf } from "./queries.ts";
import { fresh, NOW } from "./testing/answers.ts";
import { FakeServer, turn } from "./testing/fakes.ts";

const NUMBERS = ["3001", "3002", "3003", "3004"];

const happening = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constant("deliver"), to: fc.constantFrom("server", "client") }),
  },
  { weight: 3, arbitrary: fc.record({ type: fc.constant("watch"), number: fc.constantFrom(...NUMBERS) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("leave"), which: fc.nat(20) }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant("write"), number: fc.constantFrom(...NUMBERS) }) },
  {
    weight: 3,
    arbitrary: fc.record({ type: fc.constant("wait"), ms: fc.constantFrom(0, 50, 700, 12_000, 60_000) }),
  },
  { weight: 4, arbitrary: fc.record({ type: fc.constant("accept") }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("cut"), code: fc.constantFrom(1006, 4001, 4013) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("ping") }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("network") }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("http"), is: fc.constantFrom("up", "down") }) },
);
type Happening = typeof happening extends fc.Arbitrary<infer H> ? H : never;

class Page {
  readonly server = new FakeServer();
  readonly client: FreshbrickClient;
  readonly watches: { number: string; leave: () => void }[] = [];
  #version = 0;

  constructor(limit: number) {
    this.server.accepts = false;
    this.server.subscriptionLimit = limit;
    this.server.httpMs = 40;
    this.client = new FreshbrickClient({ server: "http://test", surroundings: this.server.surroundings() });
    for (const number of NUMBERS) this.write(number);
    this.client.start();
  }

  write(number: string): void {
    this.#version += 1;
    this.server.set("getPart", { partNumber: number }, fresh(number, { lastFetched: NOW + this.#version }));
  }

  watch(number: string): void {
    let seen = 0;
    const leave = this.client.watch("getPart", { partNumber: number }, () => {
      const value = this.held(number);
      expect(value?.data?.partNumber ?? number).toBe(number);
      expect(value?.lastFetched ?? 0).toBeGreaterThanOrEqual(seen);
      seen = value?.lastFetched ?? 0;
    });
    this.watches.push({ number, leave });
  }

  held(number: string) {
    return this.client.held("getPart", { partNumber: number }).value;
  }

  leave(which: number): void {
    this.watches.splice(which % Math.max(1, this.watches.length), 1)[0]?.leave();
  }

  async happen(event: Happening): Promise<void> {
    switch (event.type) {
      case "deliver":
        this.server.deliver(event.to);
        break;
      case "watch":
        this.watch(event.number);
        break;
      case "leave":
        this.leave(event.which);
        break;
      case "write":
        this.write(event.number);
        break;
      case "wait":
        await this.server.clock.advance(event.ms);
        break;
      case "accept":
        this.server.accept();
        break;
      case "cut":
        this.server.cut(event.code);
        break;
      case "ping":
        this.server.ping();
        break;
      case "network":
        this.server.networkIsBack();
        break;
      case "http":
        this.server.http = event.is;
        break;
      default:
        event satisfies never;
    }
    await turn();
  }

  /** The server is well again, and has been for a while. */
  async recover(): Promise<void> {
    this.server.http = "up";
    this.server.accepts = true;
    for (let i = 0; i < 4; i += 1) {
      this.server.ping();
      await this.server.advance(20_000);
    }
  }
}

test("it converges, over one socket, with no subscription twice, no other key's data, no older state", async () => {
  const runs = fc.asyncProperty(
    fc.constantFrom(2, 256),
    fc.array(happening, { minLength: 20, maxLength: 100 }),
    async (limit, events) => {
      const page = new Page(limit);
      for (const event of events) await page.happen(event);
      await page.recover();
      expect(page.client.connection.state).toBe("online");
      const watched = new Set(page.watches.map(({ number }) => number));
      const subscribed = [...(page.server.socket?.subscriptions.values() ?? [])].map(({ key }) => key);
      expect(subscribed).toHaveLength(Math.min(limit, watched.size));
      for (const number of watched) {
        const key = keyOf("getPart", { partNumber: number });
        if (subscribed.includes(key)) expect(page.held(number)).toEqual(page.server.value(key));
      }
      while (page.watches.length > 0) page.leave(0);
      page.client.stop();
      await page.server.advance(10_000);
      expect(page.server.clock.timers).toBe(0);
    },
  );
  await fc.assert(runs, { numRuns: 100 });
}, 30_000);
