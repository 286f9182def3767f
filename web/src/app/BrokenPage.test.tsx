import { MantineProvider } from "@mantine/core";
import { CatchBoundary } from "@tanstack/react-router";
import { cleanup, render, screen } from "@testing-library/react";
import { lazy, Suspense } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { BrokenPage } from "./BrokenPage.tsx";

// React tells on the console what the boundary has caught.
beforeEach(() => void vi.spyOn(console, "error").mockImplementation(() => {}));
afterEach(cleanup);

/** A page whose code is not there. */
function open(reason: Error) {
  const Page = lazy(() => Promise.reject(reason));
  render(
    <MantineProvider>
      <CatchBoundary getResetKey={() => ""} errorComponent={BrokenPage}>
        <Suspense>
          <Page />
        </Suspense>
      </CatchBoundary>
    </MantineProvider>,
  );
}

test.each([
  "Failed to fetch dynamically imported module: http://localhost/assets/SignInPage-1a2b.js",
  "error loading dynamically imported module",
  "Importing a module script failed.",
  "Unable to preload CSS for /assets/SignInPage-1a2b.css",
])("a page of before an upgrade says so and can be loaded again: %s", async (message) => {
  open(new TypeError(message));
  expect(await screen.findByRole("heading")).toHaveProperty(
    "textContent",
    "This page is from before an upgrade",
  );
  expect(screen.queryByRole("button", { name: "Load again" })).not.toBeNull();
  expect(screen.queryByRole("alert")).toBeNull();
});

test("a page that fails of itself says what failed", async () => {
  open(new Error("three is not a function"));
  expect(await screen.findByRole("heading")).toHaveProperty("textContent", "This page broke");
  expect(screen.getByRole("alert").textContent).toContain("three is not a function");
});
