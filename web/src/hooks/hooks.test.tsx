import { act, cleanup, render, screen } from "@testing-library/react";
import { StrictMode, useState } from "react";
import { afterEach, describe, expect, test } from "vitest";
import type { LiveAnswer } from "../lib/answer.ts";
import type { Part } from "../lib/wire.ts";
import { FreshbrickClient } from "../live/client.ts";
import { failure, fresh, MISSING, NOW, refreshing, stale } from "../live/testing/answers.ts";
import { FakeServer, turn } from "../live/testing/fakes.ts";
import { FreshbrickProvider } from "./FreshbrickProvider.tsx";
import { useConnectionState } from "./useConnectionState.ts";
import { useGetPart } from "./useGetPart.ts";
import { useGetPartColors } from "./useGetPartColors.ts";
import { useGetPriceGuide } from "./useGetPriceGuide.ts";
import type { LiveOptions } from "./useLiveAnswer.ts";
import { useLiveQuery } from "./useLiveQuery.ts";

const A = { partNumber: "3001" };
const B = { partNumber: "3002" };

afterEach(cleanup);

/** What the part's hook has told, one entry per rendering. */
type Seen = LiveAnswer<Part>[];

function PartLine({ number, seen, options }: { number: string | null; seen: Seen; options?: LiveOptions }) {
  const part = useGetPart(number, options);
  seen.push(part);
  return (
    <button type="button" onClick={part.refetch}>
      {part.status} {part.data?.name} {part.isRefreshing ? "…" : ""}
    </button>
  );
}

function Prices({ color }: { color: number | null }) {
  const colors = useGetPartColors("3001");
  const guide = useGetPriceGuide("3001", color);
  return `${colors.status} ${colors.data?.length}, ${guide.status} ${guide.isLoading}`;
}

function OutboxLine() {
  const { value, isLoading } = useLiveQuery("getOutbox", { limit: 5 });
  const { state, retry } = useConnectionState();
  return <button onClick={retry} type="button">{`${state} ${isLoading} ${value?.items.length}`}</button>;
}

/** A page whose content can be replaced, and the server that it speaks with. */
class Page {
  readonly server = new FakeServer();
  readonly client: FreshbrickClient;
  readonly #strict: boolean;
  #show: (content: React.ReactNode) => void = () => {};

  constructor(strict: boolean) {
    this.#strict = strict;
    this.client = new FreshbrickClient({ server: "http://test", surroundings: this.server.surroundings() });
  }

  async open(content: React.ReactNode): Promise<void> {
    const Content = () => {
      const [shown, show] = useState(content);
      this.#show = show;
      return <FreshbrickProvider client={this.client}>{shown}</FreshbrickProvider>;
    };
    render(this.#strict ? <StrictMode>{<Content />}</StrictMode> : <Content />);
    await this.advance(0);
  }

  async show(content: React.ReactNode): Promise<void> {
    await act(async () => this.#show(content));
    await this.advance(0);
  }

  async advance(ms: number): Promise<void> {
    await act(() => this.server.advance(ms));
  }

  get messages(): string[] {
    return this.server.received.map(({ type }) => type);
  }
}

describe.each([
  ["in StrictMode", true],
  ["outside of StrictMode", false],
])("%s", (_where, strict) => {
  test("one socket is opened, and two components with one key share a subscription", async () => {
    const page = new Page(strict);
    page.server.set("getPart", A, fresh("3001"));
    const seen: Seen = [];
    await page.open([
      <PartLine key={1} number="3001" seen={seen} />,
      <PartLine key={2} number="3001" seen={seen} />,
    ]);
    expect(page.server.sockets).toHaveLength(1);
    expect(page.server.socket?.subscriptions.size).toBe(1);
    expect(page.messages).toEqual(["subscribe"]);
    expect(screen.getAllByRole("button", { name: "fresh Brick 3001" })).toHaveLength(2);
  });

  test("the flow: missing, asked for, refreshing, fresh, with no moment that says nothing is on its way", async () => {
    const page = new Page(strict);
    page.server.act = () => ({
      value: { outcome: "enqueued", messageId: 15, retryAfterMs: null, quota: null },
    });
    page.server.set("getPart", A, MISSING);
    const seen: Seen = [];
    await page.open(<PartLine number="3001" seen={seen} />);
    await act(async () => {
      page.server.set("getPart", A, refreshing(MISSING));
      await page.server.settle();
    });
    await act(async () => {
      page.server.set("getPart", A, fresh("3001"));
      await page.server.settle();
    });
    const told = seen.map(({ status, isLoading }) => `${status}${isLoading ? " …" : ""}`);
    expect([...new Set(told)]).toEqual(["pending …", "missing …", "refreshing …", "fresh"]);
    expect(page.server.actions).toMatchObject([{ action: "enqueueRefreshPart", args: { ...A, auto: true } }]);
    expect(seen.at(-1)).toMatchObject({ lastMessageId: 15, receivedAt: NOW });
  });

  test("unmounted and mounted again within 10 s there is no traffic, and the value is there at once", async () => {
    const page = new Page(strict);
    page.server.set("getPart", A, fresh("3001"));
    await page.open(<PartLine number="3001" seen={[]} />);
    await page.show(null);
    await page.advance(9_000);
    const seen: Seen = [];
    await page.show(<PartLine number="3001" seen={seen} />);
    await page.advance(30_000);
    expect(page.messages).toEqual(["subscribe"]);
    expect(seen[0]?.status).toBe("fresh");
  });

  test("another key never shows the old key's data", async () => {
    const page = new Page(strict);
    page.server.set("getPart", A, fresh("3001"));
    page.server.set("getPart", B, fresh("3002"));
    const seen: Seen = [];
    await page.open(<PartLine number="3001" seen={[]} />);
    await page.show(<PartLine number="3002" seen={seen} />);
    expect(seen[0]).toMatchObject({ data: undefined, status: "pending", isLoading: true });
    expect(seen.map(({ data }) => data?.partNumber ?? "3002")).not.toContain("3001");
    await page.show(<PartLine number={null} seen={seen} />);
    expect(seen.at(-1)).toMatchObject({ data: undefined, status: "pending", isLoading: false });
  });

  test("a watched value that turns stale is asked for once, and after a failure not before its retryAt", async () => {
    const page = new Page(strict);
    page.server.set("getPart", A, fresh("3001"));
    const seen: Seen = [];
    await page.open([
      <PartLine key={1} number="3001" seen={seen} />,
      <PartLine key={2} number="3001" seen={seen} />,
    ]);
    page.server.set("getPart", A, stale("3001"));
    await page.advance(60_000);
    expect(page.server.actions).toHaveLength(1);
    page.server.set(
      "getPart",
      A,
      stale("3001", { error: failure({ retryAt: page.server.clock.now + 60_000 }) }),
    );
    await page.advance(59_999);
    expect(page.server.actions).toHaveLength(1);
    expect(seen.at(-1)).toMatchObject({ data: { partNumber: "3001" }, isRefreshing: false });
    await page.advance(1);
    expect(page.server.actions).toHaveLength(2);
  });

  test("a press asks as a person, and joins what is under way", async () => {
    const page = new Page(strict);
    page.server.set("getPart", A, fresh("3001"));
    await page.open(<PartLine number="3001" seen={[]} />);
    await act(async () => {
      screen.getByRole("button").click();
      screen.getByRole("button").click();
      await turn();
    });
    expect(screen.getByRole("button").textContent).toContain("…");
    await page.advance(0);
    expect(page.server.actions.map(({ args }) => args)).toEqual([{ ...A, auto: false, force: false }]);
  });

  test("cards only watch, from 300 ms after they came into view, and are not kept", async () => {
    const page = new Page(strict);
    page.server.set("getPart", A, stale("3001"));
    const card = <PartLine number="3001" seen={[]} options={{ autoRefresh: false }} />;
    await page.open(card);
    await page.advance(200);
    await page.show(null);
    await page.advance(1_000);
    expect(page.messages).toEqual([]);
    await page.show(card);
    await page.advance(300);
    expect(screen.getByRole("button", { name: "stale Brick 3001" })).toBeDefined();
    await page.show(null);
    expect(page.messages).toEqual(["subscribe", "unsubscribe"]);
  });

  test("a hidden page only watches, and asks when it is shown", async () => {
    const page = new Page(strict);
    page.server.visible = false;
    page.server.set("getPart", A, stale("3001"));
    await page.open(<PartLine number="3001" seen={[]} />);
    await page.advance(60_000);
    expect(page.server.actions).toEqual([]);
    page.server.show(true);
    await page.advance(0);
    expect(page.server.actions).toHaveLength(1);
  });

  test("cut off, it keeps what it has, marks it, and turns it stale in time; then it catches up", async () => {
    const page = new Page(strict);
    page.server.set("getPart", A, fresh("3001", { staleAt: NOW + 60_000 }));
    const seen: Seen = [];
    await page.open(<PartLine number="3001" seen={seen} />);
    page.server.http = "down";
    page.server.accepts = false;
    await act(async () => page.server.cut());
    expect(seen.at(-1)).toMatchObject({ status: "fresh", isOffline: true, data: { partNumber: "3001" } });
    await page.advance(60_001);
    expect(seen.at(-1)).toMatchObject({ status: "stale", isOffline: true, isRefreshing: false });
    Object.assign(page.server, { http: "up", accepts: true });
    page.server.set("getPart", A, fresh("3001", { lastFetched: NOW + 1 }));
    page.server.networkIsBack();
    await page.advance(40_000);
    expect(seen.at(-1)).toMatchObject({ status: "fresh", isOffline: false, lastFetched: NOW + 1 });
  });
});

test("colors and price guide watch and ask under their own keys; a null color asks for nothing", async () => {
  const page = new Page(true);
  page.server.set("getPartColors", A, { ...fresh("3001"), data: [] });
  page.server.set("getPriceGuide", { ...A, colorId: 11 }, { ...MISSING, data: null });
  await page.open(<Prices color={null} />);
  expect(document.body.textContent).toBe("fresh 0, pending false");
  await page.show(<Prices color={11} />);
  expect(document.body.textContent).toBe("fresh 0, missing false");
  expect(page.server.actions).toMatchObject([
    { action: "enqueueRefreshPriceGuide", args: { ...A, colorId: 11 } },
  ]);
});

test("any query can be watched, and the connection too", async () => {
  const page = new Page(true);
  page.server.set("getOutbox", { limit: 5 }, { items: [] });
  await page.open(<OutboxLine />);
  expect(document.body.textContent).toBe("online false 0");
  page.server.accepts = false;
  await act(async () => page.server.cut());
  expect(document.body.textContent).toBe("offline false 0");
  await act(async () => screen.getByRole("button").click());
  expect(page.server.socket?.state).toBe("opening");
});

test("without a provider a hook says what is missing", () => {
  expect(() => render(<PartLine number="3001" seen={[]} />)).toThrow("<FreshbrickProvider>");
});
