import { type InfiniteData, keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { useConnectionState } from "../../hooks/useConnectionState.ts";
import { useLiveQuery } from "../../hooks/useLiveQuery.ts";
import { ProblemError, request } from "../../lib/http.ts";
import type { PartHit, SearchResult } from "../../lib/wire.ts";
import type { Question } from "./filters.ts";

/** Parts on a page of results: as many as the server gives at once. */
export const PAGE = 100;
const KEPT_MS = 10 * 60_000;
const TRIES = 3;

type Pages = InfiniteData<SearchResult, string | null>;

export interface Found {
  /** Those loaded so far, in the server's order; they stay while the answer to a newer question is on its way. */
  readonly items: readonly PartHit[];
  /** null until the first answer. */
  readonly total: number | null;
  readonly facets: SearchResult["facets"] | null;
  /** These are the results of the question before. */
  readonly isOlder: boolean;
  /** The question itself could not be answered. */
  readonly error: Error | null;
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly moreFailed: boolean;
  readonly loadMore: () => void;
  /** There are more or fewer parts by now than when the list was read: it is not changed under anybody's hand. */
  readonly hasChanged: boolean;
  /** Read the list again from its beginning. */
  readonly renew: () => void;
}

/** The parts that a question finds, page by page, and live how many there are. */
export function useSearch(question: Question): Found {
  const queries = useQueryClient();
  const key = useMemo(() => ["searchParts", question], [question]);
  const found = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => page(question, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
    // Cards are live by themselves, and the list stands still until somebody asks for it.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: KEPT_MS,
    retry: (failures, error) => failures + 1 < TRIES && mayPass(error),
  });
  const live = useLiveQuery("searchParts", { ...question, limit: 1 }, { delayMs: 300, keepMs: 0 }).value;
  useRetryOnline(found.isError, found.refetch);

  const first = found.data?.pages[0];
  const isOlder = found.isPlaceholderData;
  const now = isOlder ? undefined : live;
  const items = useMemo(() => found.data?.pages.flatMap((one) => one.items) ?? [], [found.data]);
  return {
    items,
    total: now?.total ?? first?.total ?? null,
    facets: first ? { ...first.facets, status: now?.facets.status ?? first.facets.status } : null,
    isOlder,
    error: found.isFetchNextPageError ? null : found.error,
    hasMore: found.hasNextPage,
    isLoadingMore: found.isFetchingNextPage,
    moreFailed: found.isFetchNextPageError,
    loadMore: () => void found.fetchNextPage({ cancelRefetch: false }),
    hasChanged: first !== undefined && now !== undefined && now.total !== first.total,
    renew: () => {
      queries.setQueryData<Pages>(key, (pages) => pages && firstOf(pages));
      void found.refetch();
    },
  };
}

function page(question: Question, cursor: string | null, signal: AbortSignal): Promise<SearchResult> {
  const asked = Object.fromEntries(Object.entries(question).filter(([, value]) => value !== ""));
  return request("GET", "/api/catalog/parts", { query: { ...asked, cursor, limit: PAGE }, signal });
}

/** Reading again reads every page that is there: the first is enough. */
function firstOf({ pages, pageParams }: Pages): Pages {
  return { pages: pages.slice(0, 1), pageParams: pageParams.slice(0, 1) };
}

/** Whether asking again may help. */
function mayPass(error: Error): boolean {
  return error instanceof ProblemError && (error.code === "unreachable" || error.status >= 500);
}

/** What failed is asked again once the server is back. */
function useRetryOnline(hasFailed: boolean, retry: () => void): void {
  const { state } = useConnectionState();
  const shouldRetry = hasFailed && state === "online";
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each time that the connection comes back
  useEffect(() => {
    if (shouldRetry) retry();
  }, [state]);
}
