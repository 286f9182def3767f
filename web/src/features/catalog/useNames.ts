import { useLiveQuery } from "../../hooks/useLiveQuery.ts";
import type { Color, PartHit, SearchResult } from "../../lib/wire.ts";
import { texts } from "../../texts/catalog.ts";
import { type CatalogAddress, type Chosen, valuesOf } from "./filters.ts";
import { categoryOptions, colorOf } from "./options.ts";

export interface Names {
  readonly colors: readonly Color[] | null;
  readonly labelOf: (chosen: Chosen) => string;
}

/** What chosen values are called: those of the facets, else as the lists of colors and categories say. */
export function useNames(address: CatalogAddress, facets: SearchResult["facets"] | null): Names {
  const colors = useLiveQuery("getColors", {}).value?.data ?? null;
  const known = new Map(categoryOptions(facets?.category ?? []).map(({ value, label }) => [value, label]));
  const isKnown = valuesOf(address.category).every((value) => known.has(value));
  const categories = useLiveQuery("getCategories", isKnown ? null : {}).value?.data;

  const labelOf = ({ facet, value }: Chosen): string => {
    switch (facet) {
      case "category":
        return (
          known.get(value) ??
          categories?.find(({ categoryId }) => String(categoryId) === value)?.name ??
          texts.facet.category(value)
        );
      case "color":
        return colorOf(colors, value)?.name ?? texts.facet.color(value);
      case "status":
        return texts.statuses[value as PartHit["status"]] ?? value;
      default:
        throw facet satisfies never;
    }
  };
  return { colors, labelOf };
}
