import { useDebouncedCallback } from "@mantine/hooks";
import { useNavigate } from "@tanstack/react-router";
import type { Color } from "../../lib/wire.ts";
import type { CatalogAddress } from "./filters.ts";

const FOLLOWS_MS = 250;

/** Opens a part in place of the one that is open, once the keys have rested on its card. */
export function useFollow(address: CatalogAddress, color: Color | undefined): (partNumber: string) => void {
  const navigate = useNavigate();
  return useDebouncedCallback((partNumber: string) => {
    void navigate({
      to: "/parts/$partNumber",
      params: { partNumber },
      search: { ...address, in: color?.colorId },
      replace: true,
      resetScroll: false,
    });
  }, FOLLOWS_MS);
}
