import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
  useParams,
} from "@tanstack/react-router";
import { act, cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useFollow } from "./useFollow.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

/** Cards on which the keys rest by a click. */
function Cards() {
  const { partNumber } = useParams({ strict: false });
  const follow = useFollow({}, undefined, partNumber ?? null);
  return ["3002", "3003", "3004"].map((card) => (
    <button key={card} type="button" onClick={() => follow(card)}>
      {card}
    </button>
  ));
}

/** A catalog in which 3001 is open; `rest` lets the keys rest on the card of a part, for so long (ms). */
async function catalog() {
  const root = createRootRoute({ component: Cards });
  const list = createRoute({ getParentRoute: () => root, path: "/" });
  const part = createRoute({ getParentRoute: () => root, path: "/parts/$partNumber" });
  const history = createMemoryHistory({ initialEntries: ["/parts/3001"] });
  const router = createRouter({ routeTree: root.addChildren([list, part]), history });
  render(<RouterProvider router={router as never} />);
  const wait = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
  await wait(0);
  return {
    at: () => router.state.location.pathname,
    rest: (partNumber: string, ms: number) => {
      screen.getByText(partNumber).click();
      return wait(ms);
    },
    go: (to: string) => act(() => router.navigate({ to })),
    wait,
  };
}

test("once the keys have rested on a card, its part is open", async () => {
  const { at, rest } = await catalog();
  await rest("3002", 249);
  expect(at()).toBe("/parts/3001");
  await rest("3003", 250);
  expect(at()).toBe("/parts/3003");
});

test.each([["/"], ["/parts/3005"]])("what was done meanwhile by hand (%s) stays", async (to) => {
  const { at, go, rest, wait } = await catalog();
  await rest("3002", 100);
  await go(to);
  await wait(1_000);
  expect(at()).toBe(to);
});

test("keys that go on while the part before is being opened are followed, too", async () => {
  const { at, rest } = await catalog();
  await rest("3002", 250);
  await rest("3003", 250);
  await rest("3004", 250);
  expect(at()).toBe("/parts/3004");
});
