/** The words of the catalog page. */
import { formatCount } from "../lib/money.ts";
import type { PartHit } from "../lib/wire.ts";

export const texts = {
  title: "Catalog",
  search: {
    label: "Search parts by number or words",
    placeholder: "Number or words",
    clear: "Clear the search",
  },
  parts: (total: number) => `${formatCount(total)} ${total === 1 ? "part" : "parts"}`,
  results: "Parts",
  /** As it stands in a sentence. */
  subject: (partNumber: string) => `part ${partNumber}`,
  inspector: (partNumber: string) => `Part ${partNumber}`,
  remove: (what: string) => `Remove ${what}`,
  clearAll: "Clear filters",
  changed: "The catalog has changed.",
  showAgain: "Show again",
  filters: {
    title: "Filters",
    open: (chosen: number) => (chosen === 0 ? "Filters" : `Filters · ${chosen}`),
    close: "Close",
    show: (total: number) => `Show ${texts.parts(total)}`,
  },
  facets: { category: "Category", color: "Color", status: "Freshness" },
  facet: {
    more: (count: number) => `Show all ${formatCount(count)}`,
    fewer: "Show fewer",
    find: (facet: string) => `Find in ${facet.toLowerCase()}`,
    none: "Nothing of that name.",
    count: formatCount,
    category: (id: string) => (/^[0-9]+$/.test(id) ? `Category ${id}` : id),
    color: (id: string) => `Color ${id}`,
  },
  statuses: {
    fresh: "Fresh",
    stale: "Stale or not checked",
    refreshing: "Refreshing",
    missing: "Missing",
  } satisfies Record<PartHit["status"], string>,
  lookUp: {
    absent: (partNumber: string) => `${partNumber} is not in your catalog.`,
    action: "Look it up at BrickLink (1 call)",
    asking: (partNumber: string) => `Looking up ${partNumber} at BrickLink.`,
    unknown: (partNumber: string) => `BrickLink has no part ${partNumber}.`,
    failed: (partNumber: string) => `${partNumber} is not in your catalog, and looking it up did not work.`,
    open: "Details",
  },
  empty: {
    title: "Nothing here yet",
    import: "Fill the catalog from a list that you download:",
    command: "freshbrick import parts.csv.gz",
    lookUp: "Or type the number of a part, such as 3001, and look it up at BrickLink.",
  },
  nothing: {
    title: "No part found",
    words: "Numbers are found by their beginning, words in any order: 3001, brick 2 x 4, dark red plate.",
    filters: "The filters may leave out too much.",
  },
  more: "More parts could not be loaded.",
  tryAgain: "Try again",
} as const;
