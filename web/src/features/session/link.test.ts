import { expect, test } from "vitest";
import { takeLinkSecret } from "./link.ts";

function at(hash: string) {
  const left: string[] = [];
  const history = {
    state: { key: "kept" },
    replaceState: (_: unknown, __: string, url?: string | URL | null) => left.push(String(url)),
  };
  return { window: { location: { hash, pathname: "/parts/3001", search: "?in=5" }, history }, left };
}

test("the secret is taken out of the address, whose rest stays", () => {
  const { window, left } = at("#signin=abc-_DEF");
  expect(takeLinkSecret(window)).toBe("abc-_DEF");
  expect(left).toEqual(["/parts/3001?in=5"]);
});

test.each(["", "#", "#signin=", "#guide"])("an address with %o is left alone", (hash) => {
  const { window, left } = at(hash);
  expect(takeLinkSecret(window)).toBeNull();
  expect(left).toEqual([]);
});
