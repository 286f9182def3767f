import { getRouteApi, useMatch } from "@tanstack/react-router";
import { useMemo } from "react";
import { type CatalogAddress, type Chosen, toggled, withoutFilters } from "./filters.ts";

const route = getRouteApi("/catalog");

export interface AddressBar {
  readonly address: CatalogAddress;
  /** The number of the part that is open; null without one. */
  readonly openPart: string | null;
  readonly toggle: (chosen: Chosen) => void;
  /** Keeps the words. */
  readonly clear: () => void;
}

/** What the address says, and ways to say something else: each is an entry of the history. */
export function useAddress(): AddressBar {
  const { q, category, color, status } = route.useSearch();
  const address = useMemo(() => ({ q, category, color, status }), [q, category, color, status]);
  const open = useMatch({ from: "/catalog/parts/$partNumber", shouldThrow: false });
  const navigate = route.useNavigate();
  const go = (next: CatalogAddress) => void navigate({ to: ".", search: (given) => ({ ...given, ...next }) });
  return {
    address,
    openPart: open?.params.partNumber ?? null,
    toggle: (chosen) => go(toggled(address, chosen)),
    clear: () => go(withoutFilters(address)),
  };
}
