import { MantineProvider } from "@mantine/core";
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { ProblemError } from "../lib/http.ts";
import { kit } from "../texts/states.ts";
import { Failure } from "./Failure.tsx";

afterEach(cleanup);

test.each([
  ["a refusal in the server's words", new ProblemError("throttled", "Too often.", 429), "Too often."],
  ["a server that is not there in ours", new ProblemError("unreachable", "fetch failed", 0), kit.unreachable],
])("it tells %s", (_what, error, words) => {
  render(<Failure error={error} />, { wrapper: MantineProvider });
  expect(screen.getByText(words).tagName).toBe("P");
});
