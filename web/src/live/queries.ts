import { address, type QueryParameters } from "../lib/http.ts";
import type { Actions, Queries } from "../lib/wire.ts";

export type QueryName = keyof Queries;
export type ActionName = keyof Actions;
export type Args<Q extends QueryName> = Queries[Q]["args"];
export type Value<Q extends QueryName> = Queries[Q]["value"];

/** The queries whose value can be asked for at BrickLink. */
export type CatalogQuery = "getPart" | "getPartColors" | "getPriceGuide";

/** The action that refreshes what a query answers, if there is one. */
export const REFRESH: { readonly [Q in QueryName]: Q extends CatalogQuery ? ActionName : null } = {
  getPart: "enqueueRefreshPart",
  getPartColors: "enqueueRefreshPartColors",
  getPriceGuide: "enqueueRefreshPriceGuide",
  getColors: null,
  getCategories: null,
  searchParts: null,
  getLots: null,
  getOutbox: null,
  getProgress: null,
  getStatus: null,
};

const PARTS = "/api/catalog/parts";

const PATHS: { readonly [Q in QueryName]: (args: Args<Q>) => string } = {
  getPart: partPath,
  getPartColors: (args) => `${partPath(args)}/colors`,
  getPriceGuide: guidePath,
  getColors: () => "/api/catalog/colors",
  getCategories: () => "/api/catalog/categories",
  searchParts: (args) => address(PARTS, parameters(args)),
  getLots: (args) => address("/api/inventory/lots", parameters(args)),
  getOutbox: (args) => address("/api/outbox", parameters(args)),
  getProgress: (args) => address("/api/outbox/progress", parameters(args)),
  getStatus: () => "/api/status",
};

const ACTION_PATHS: { readonly [A in ActionName]: (args: Actions[A]["args"]) => string } = {
  enqueueRefreshPart: (args) => `${partPath(args)}/refresh`,
  enqueueRefreshPartColors: (args) => `${partPath(args)}/colors/refresh`,
  enqueueRefreshPriceGuide: (args) => `${guidePath(args)}/refresh`,
};

/** Where HTTP answers the same. */
export function pathOf<Q extends QueryName>(query: Q, args: Args<Q>): string {
  return PATHS[query](args);
}

/** Where HTTP takes the same action, by POST. */
export function actionPath<A extends ActionName>(action: A, args: Actions[A]["args"]): string {
  const { auto, force } = args;
  return address(ACTION_PATHS[action](args), { auto, force });
}

/** What two watchers of the same have in common: the query and its arguments, in whatever order they were written. */
export function keyOf<Q extends QueryName>(query: Q, args: Args<Q>): string {
  const given = Object.entries(args).filter(([, value]) => value !== undefined);
  return `${query} ${JSON.stringify(given.sort(([a], [b]) => (a < b ? -1 : 1)))}`;
}

function partPath(args: { readonly partNumber: string }): string {
  return `${PARTS}/${encodeURIComponent(args.partNumber)}`;
}

function guidePath(args: { readonly partNumber: string; readonly colorId: number }): string {
  return `${partPath(args)}/colors/${args.colorId}/price-guide`;
}

function parameters(args: object): QueryParameters {
  return Object.fromEntries(Object.entries(args));
}
