import type { LiveAnswer } from "../../lib/answer.ts";

/** A live value of the catalog, as a developer names it. */
export type Subject =
  | { readonly query: "getPart"; readonly partNumber: string }
  | { readonly query: "getPartColors"; readonly partNumber: string }
  | { readonly query: "getPriceGuide"; readonly partNumber: string; readonly colorId: number };

/** The value as the server tells it (docs/protocol.md). */
export function json({ data, status, lastFetched, staleAt, refresh, error }: LiveAnswer<unknown>): string {
  return JSON.stringify({ data, status, lastFetched, staleAt, refresh, error }, null, 2);
}

/** The same value from a shell. The token is named, never written out. */
export function curl(subject: Subject, origin: string): string {
  return `curl -H "Authorization: Bearer $FRESHBRICK_TOKEN" \\\n  ${origin}${path(subject)}`;
}

/** The same value, live, from the Python client (README.md). */
export function python(subject: Subject): string {
  return [
    "import asyncio",
    "from freshbrick import Client",
    "",
    "",
    "async def main() -> None:",
    "    async with Client() as client:",
    `        async for answer in client.${watch(subject)}:`,
    "            print(answer.status, answer.data)",
    "",
    "",
    "asyncio.run(main())",
  ].join("\n");
}

/** The same value, live, in a React component: what this page does. */
export function hook(subject: Subject): string {
  return `const { data, status, refetch } = ${use(subject)};`;
}

function path(subject: Subject): string {
  const part = `/api/catalog/parts/${subject.partNumber}`;
  switch (subject.query) {
    case "getPart":
      return part;
    case "getPartColors":
      return `${part}/colors`;
    case "getPriceGuide":
      return `${part}/colors/${subject.colorId}/price-guide`;
    default:
      return subject satisfies never;
  }
}

function watch(subject: Subject): string {
  switch (subject.query) {
    case "getPart":
      return `watch_part("${subject.partNumber}")`;
    case "getPartColors":
      return `watch_part_colors("${subject.partNumber}")`;
    case "getPriceGuide":
      return `watch_price_guide("${subject.partNumber}", ${subject.colorId})`;
    default:
      return subject satisfies never;
  }
}

function use(subject: Subject): string {
  switch (subject.query) {
    case "getPart":
      return `useGetPart("${subject.partNumber}")`;
    case "getPartColors":
      return `useGetPartColors("${subject.partNumber}")`;
    case "getPriceGuide":
      return `useGetPriceGuide("${subject.partNumber}", ${subject.colorId})`;
    default:
      return subject satisfies never;
  }
}
