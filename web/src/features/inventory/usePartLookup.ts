import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { request } from "../../lib/http.ts";
import type { PartHit, SearchResult } from "../../lib/wire.ts";

const PAUSE_MS = 120;
const SHOWN = 8;

/** What a typed number or words find; `settled` once the answer is that of the text as it stands now. */
export interface PartLookup {
  readonly hits: readonly PartHit[];
  readonly settled: boolean;
}

/** Looks in the catalog while somebody types; costs no call at BrickLink. */
export function usePartLookup(text: string): PartLookup {
  const typed = text.trim();
  const [asked] = useDebouncedValue(typed, PAUSE_MS);
  const { data, isFetching } = useQuery({
    queryKey: ["partLookup", asked],
    queryFn: ({ signal }) =>
      request<SearchResult>("GET", "/api/catalog/parts", { query: { query: asked, limit: SHOWN }, signal }),
    enabled: asked !== "",
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
  return {
    hits: typed === "" ? [] : (data?.items ?? []),
    settled: data !== undefined && !isFetching && asked === typed,
  };
}

/** The hit of exactly this number, ignoring case as BrickLink does. */
export function exactHit(hits: readonly PartHit[], number: string): PartHit | undefined {
  return hits.find((hit) => hit.partNumber.toLowerCase() === number.trim().toLowerCase());
}
