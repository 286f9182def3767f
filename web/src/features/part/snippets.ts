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

/** The same value from a shell. The token is named, never written out; no part number gets out of the quotes. */
export function curl(subject: Subject, origin: string): string {
  return `curl -H "Authorization: Bearer $FRESHBRICK_TOKEN" \\\n  ${shellQuoted(origin + path(subject))}`;
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
  const part = `/api/catalog/parts/${encodeURIComponent(subject.partNumber)}`;
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

/** Between single quotes a shell takes everything as it is, but for these. */
function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function watch(subject: Subject): string {
  const part = JSON.stringify(subject.partNumber);
  switch (subject.query) {
    case "getPart":
      return `watch_part(${part})`;
    case "getPartColors":
      return `watch_part_colors(${part})`;
    case "getPriceGuide":
      return `watch_price_guide(${part}, ${subject.colorId})`;
    default:
      return subject satisfies never;
  }
}

function use(subject: Subject): string {
  const part = JSON.stringify(subject.partNumber);
  switch (subject.query) {
    case "getPart":
      return `useGetPart(${part})`;
    case "getPartColors":
      return `useGetPartColors(${part})`;
    case "getPriceGuide":
      return `useGetPriceGuide(${part}, ${subject.colorId})`;
    default:
      return subject satisfies never;
  }
}
