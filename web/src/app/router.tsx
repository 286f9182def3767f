/** Every address of the web UI on one page. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  parseSearchWith,
  stringifySearchWith,
} from "@tanstack/react-router";
import { CatalogPage } from "../features/catalog/CatalogPage.tsx";
import type { OutboxMessage } from "../lib/wire.ts";
import { app } from "../texts/app.ts";
import { BrokenPage } from "./BrokenPage.tsx";
import { MissingPage } from "./MissingPage.tsx";
import { PendingPage } from "./PendingPage.tsx";
import { preloadDrawer } from "./preloadDrawer.ts";
import { Shell } from "./Shell.tsx";

const root = createRootRoute({ component: Shell });

/** What the catalog shows: `q` words or a number, `category`, `color` and `status` with commas between several. */
export interface CatalogSearch {
  readonly q?: string;
  readonly category?: string;
  readonly color?: string;
  readonly status?: string;
}

/** With a part open, `in` is the color id that it is shown in. */
export interface PartSearch {
  readonly in?: number;
}

/** Only messages in this state. */
export interface ActivitySearch {
  readonly state?: OutboxMessage["status"];
}

const catalog = createRoute({
  getParentRoute: () => root,
  id: "catalog",
  staticData: { title: app.catalog },
  component: CatalogPage,
  onEnter: preloadDrawer,
  validateSearch: (given: Record<string, unknown>): CatalogSearch => ({
    ...words("q", given.q),
    ...words("category", given.category),
    ...words("color", given.color),
    ...words("status", given.status),
  }),
});

const results = createRoute({ getParentRoute: () => catalog, path: "/" });

const part = createRoute({
  getParentRoute: () => catalog,
  path: "/parts/$partNumber",
  component: lazyRouteComponent(() => import("./PartPage.tsx"), "PartPage"),
  validateSearch: (given: Record<string, unknown>): PartSearch =>
    Number.isSafeInteger(given.in) ? { in: Number(given.in) } : {},
});

const inventory = createRoute({
  getParentRoute: () => root,
  path: "/inventory",
  staticData: { title: app.inventory },
  component: lazyRouteComponent(() => import("../features/inventory/InventoryPage.tsx"), "InventoryPage"),
});

const activity = createRoute({
  getParentRoute: () => root,
  path: "/activity",
  staticData: { title: app.activity },
  component: lazyRouteComponent(() => import("./ActivityPage.tsx"), "ActivityPage"),
  validateSearch: ({ state }: Record<string, unknown>): ActivitySearch => (isState(state) ? { state } : {}),
});

export const router = createRouter({
  routeTree: root.addChildren([catalog.addChildren([results, part]), inventory, activity]),
  defaultPreload: "intent",
  defaultNotFoundComponent: MissingPage,
  defaultErrorComponent: BrokenPage,
  defaultPendingComponent: PendingPage,
  scrollRestoration: true,
  // Plain addresses, as people type them: `?q=3001`, not `?q="3001"`.
  parseSearch: parseSearchWith((text) => text),
  stringifySearch: stringifySearchWith(JSON.stringify),
});

/** A search parameter that is a text: the router reads `q=3001` as a number, and `q=true` as a yes. */
function words<Name extends keyof CatalogSearch>(name: Name, given: unknown): { [key in Name]?: string } {
  const text = typeof given === "number" || typeof given === "boolean" ? String(given) : given;
  return typeof text === "string" && text !== "" ? ({ [name]: text } as { [key in Name]?: string }) : {};
}

const STATES: readonly unknown[] = [
  "pending",
  "inflight",
  "failed",
  "succeeded",
] satisfies OutboxMessage["status"][];

function isState(given: unknown): given is OutboxMessage["status"] {
  return STATES.includes(given);
}

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
