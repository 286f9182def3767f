import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, renderHook } from "@testing-library/react";
import { type ReactNode, StrictMode } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { lotOf } from "./lots.fixture.ts";
import { useRemoval } from "./useRemoval.ts";

const BRICK = lotOf({ id: 7, price: "10.00", currency: "EUR" });
const PLATE = lotOf({ id: 8, partNumber: "3020" });

let server = vi.fn<(path: string, init: RequestInit) => Promise<Response>>();
const deleted = () => server.mock.calls.map(([path, { method }]) => `${method} ${path}`);

beforeEach(() => {
  server = vi.fn(async () => new Response(null, { status: 204 }));
  vi.stubGlobal("fetch", server);
  vi.useFakeTimers();
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function removal() {
  const queries = new QueryClient();
  const wrapper = ({ children }: { children: ReactNode }) => (
    <StrictMode>
      <QueryClientProvider client={queries}>{children}</QueryClientProvider>
    </StrictMode>
  );
  return renderHook(useRemoval, { wrapper });
}

const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

test("a removed lot is hidden at once and deleted when it can no longer be taken back", async () => {
  const { result } = removal();
  act(() => result.current.remove(BRICK));
  expect(result.current.gone).toEqual(new Set([7]));
  await pass(9_999);
  expect(deleted()).toEqual([]);
  await pass(1);
  expect(deleted()).toEqual(["DELETE /api/inventory/lots/7"]);
  expect(result.current.last).toBeNull();
  expect(result.current.gone).toEqual(new Set([7]));
});

test("what is taken back was never deleted", async () => {
  const { result, unmount } = removal();
  act(() => result.current.remove(BRICK));
  act(() => result.current.undo());
  expect(result.current.gone).toEqual(new Set());
  await pass(60_000);
  unmount();
  expect(deleted()).toEqual([]);
});

test("the next removal, and leaving the page, finish the one before", async () => {
  const { result, unmount } = removal();
  act(() => result.current.remove(BRICK));
  act(() => result.current.remove(PLATE));
  await pass(0);
  expect(deleted()).toEqual(["DELETE /api/inventory/lots/7"]);
  unmount();
  await pass(0);
  expect(deleted().slice(1)).toEqual(["DELETE /api/inventory/lots/8"]);
  expect(server.mock.lastCall?.[1].keepalive).toBe(true);
});

test("a window that is closed deletes it once", async () => {
  const { result, unmount } = removal();
  act(() => result.current.remove(BRICK));
  act(() => void dispatchEvent(new Event("pagehide")));
  await pass(0);
  unmount();
  await pass(60_000);
  expect(deleted()).toEqual(["DELETE /api/inventory/lots/7"]);
});

test("a lot that could not be deleted is there again, and the page says why", async () => {
  server.mockRejectedValue(new TypeError("no network"));
  const { result } = removal();
  act(() => result.current.remove(BRICK));
  await pass(10_000);
  expect(result.current.gone).toEqual(new Set());
  expect(result.current.failure).toBe("3001 Red, used, was not removed: the server did not answer.");
});
