import { MantineProvider } from "@mantine/core";
import { notifyManager, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { SessionGate } from "./SessionGate.tsx";

afterEach(cleanup);

// What a query has to tell is told before its promise is kept.
notifyManager.setScheduler((tell) => tell());

const SIGNED_OUT = { code: "not_signed_in", detail: "Sign in first.", status: 401 };

test("a server that goes away takes nothing from a sign-in form that is half filled in", async () => {
  const fetch = vi.fn(async () => Response.json(SIGNED_OUT, { status: 401 }));
  vi.stubGlobal("fetch", fetch);
  const queries = new QueryClient();
  render(
    <MantineProvider>
      <QueryClientProvider client={queries}>
        <SessionGate>inside</SessionGate>
      </QueryClientProvider>
    </MantineProvider>,
  );
  await userEvent.type(await screen.findByLabelText("Name"), "Ann");
  fetch.mockRejectedValue(new TypeError("no network"));
  await act(() => queries.refetchQueries());
  expect(queries.getQueryState(["session"])?.status).toBe("error");
  expect(screen.getByLabelText<HTMLInputElement>("Name").value).toBe("Ann");
});
