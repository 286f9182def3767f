import { expect, it } from "vitest";
import { addressed, sent, startingWith, typed } from "./searchText.ts";

it("loses nothing that was typed while the address followed", () => {
  const first = sent(typed(startingWith(""), "bri"), "bri");
  const further = typed(first, "bric");
  expect(addressed(further, "bri")).toEqual({ text: "bric", seen: "bri", onTheirWay: [] });
});

it("does not mind an address that skips a step", () => {
  const field = typed(sent(sent(startingWith(""), "bri"), "brick"), "brick 2");
  expect(addressed(field, "brick").text).toBe("brick 2");
  expect(addressed(field, "brick").onTheirWay).toEqual([]);
});

it("shows what the address says after going back", () => {
  const field = addressed(sent(typed(startingWith("tile"), "plate"), "plate"), "plate");
  expect(addressed(field, "tile").text).toBe("tile");
});
