/** The catalog's address (`?q=brick&color=5,11`) and what it asks the server. */
import { looksLikePartNumber } from "../../lib/partNumber.ts";
import type { CategoryCount, SearchArgs } from "../../lib/wire.ts";

/** As the router hands it over: a filter's values have commas between them. */
export interface CatalogAddress {
  readonly q?: string;
  readonly category?: string;
  readonly color?: string;
  readonly status?: string;
}

export const FACETS = ["category", "color", "status"] as const;
export type Facet = (typeof FACETS)[number];

export interface Chosen {
  readonly facet: Facet;
  readonly value: string;
}

/** What is asked of the server, the same for every page of results. */
export type Question = Pick<SearchArgs, "query" | Facet>;

/** Names of categories have ", " in them (docs/search.md). */
const BETWEEN_VALUES = /,(?! )/;

/** The values of a filter as the address holds them: "5,11" are "5" and "11". */
export function valuesOf(text: string | undefined): string[] {
  const values = (text ?? "").split(BETWEEN_VALUES).map((value) => value.trim());
  return [...new Set(values)].filter((value) => value !== "");
}

/** Every chosen value, facet by facet. */
export function chosenIn(address: CatalogAddress): Chosen[] {
  return FACETS.flatMap((facet) => valuesOf(address[facet]).map((value) => ({ facet, value })));
}

/** The address with a value chosen, or no longer chosen. */
export function toggled(address: CatalogAddress, { facet, value }: Chosen): CatalogAddress {
  const values = valuesOf(address[facet]);
  const others = values.filter((one) => one !== value);
  const next = others.length < values.length ? others : [...values, value];
  return { ...address, [facet]: next.length > 0 ? next.join(",") : undefined };
}

/** The address with its words alone. */
export function withoutFilters({ q }: CatalogAddress): CatalogAddress {
  return { q, category: undefined, color: undefined, status: undefined };
}

/** What was typed is asked without the space that follows it; the server takes 200 letters. */
export function questionOf(address: CatalogAddress): Question {
  return {
    query: (address.q ?? "").trim().slice(0, 200),
    category: valuesOf(address.category).join(","),
    color: valuesOf(address.color).join(","),
    status: valuesOf(address.status).join(","),
  };
}

/** How a category stands in the address: by BrickLink's id, or by its name; null if it has neither. */
export function categoryValue({ id, name }: Pick<CategoryCount, "id" | "name">): string | null {
  return id === null ? name : String(id);
}

/** The part number that was typed; null for words. */
export function typedPartNumber(q: string | undefined): string | null {
  const typed = (q ?? "").trim();
  return looksLikePartNumber(typed) ? typed : null;
}
