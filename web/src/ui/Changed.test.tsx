import { act, cleanup, render } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Changed } from "./Changed.tsx";

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function Price({ value }: { readonly value: string }) {
  return <Changed value={value}>{value || "–"}</Changed>;
}

test("a price that changed says what it was, for 20 seconds", () => {
  const { container, rerender } = render(<Price value="0.0681" />);
  expect(container.textContent).toBe("0.0681");
  rerender(<Price value="0.0712" />);
  expect(container.textContent).toBe("was 0.06810.0712");
  expect(container.querySelector("[data-changed]")?.textContent).toBe("0.0712");
  act(() => vi.advanceTimersByTime(19_999));
  expect(container.textContent).toContain("was 0.0681");
  act(() => vi.advanceTimersByTime(1));
  expect(container.textContent).toBe("0.0712");
});

test("a second change counts its 20 seconds anew", () => {
  const { container, rerender } = render(<Price value="1" />);
  rerender(<Price value="2" />);
  act(() => vi.advanceTimersByTime(15_000));
  rerender(<Price value="3" />);
  act(() => vi.advanceTimersByTime(15_000));
  expect(container.textContent).toBe("was 23");
});

test("a first value is not marked", () => {
  const { container, rerender } = render(<Price value="" />);
  rerender(<Price value="0.0681" />);
  expect(container.textContent).toBe("0.0681");
});
