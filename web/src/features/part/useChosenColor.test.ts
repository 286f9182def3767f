import { renderHook } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import type { PartColor } from "../../lib/wire.ts";
import { color } from "./colors.fixture.ts";
import { useChosenColor } from "./useChosenColor.ts";

beforeEach(() => localStorage.clear());

test("a refresh that makes another color the most known changes nothing under the hand", () => {
  const { result, rerender } = renderHook(({ asked, colors }) => useChosenColor(asked, colors, () => {})[0], {
    initialProps: { asked: null as number | null, colors: undefined as PartColor[] | undefined },
  });
  expect(result.current).toBeNull();
  rerender({ asked: null, colors: [color(5, 90), color(11, 30)] });
  expect(result.current).toBe(5);
  rerender({ asked: null, colors: [color(5, 90), color(11, 900)] });
  expect(result.current).toBe(5);
  rerender({ asked: 11, colors: [color(5, 90), color(11, 900)] });
  expect(result.current).toBe(11);
});
