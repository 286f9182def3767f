import { useDebouncedCallback } from "@mantine/hooks";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import type { Color } from "../../lib/wire.ts";
import type { CatalogAddress } from "./filters.ts";

const FOLLOWS_MS = 250;

/**
 * Opens a part in place of the one that is open, once the keys have rested on its card; but not in place of what a
 * person has opened meanwhile, or has closed.
 */
export function useFollow(
  address: CatalogAddress,
  color: Color | undefined,
  openPart: string | null,
): (partNumber: string) => void {
  const navigate = useNavigate();
  const followed = useRef<string>(undefined);
  const follow = useDebouncedCallback((partNumber: string) => {
    followed.current = partNumber;
    void navigate({
      to: "/parts/$partNumber",
      params: { partNumber },
      search: { ...address, in: color?.colorId },
      replace: true,
      resetScroll: false,
    });
  }, FOLLOWS_MS);
  useEffect(() => {
    if (openPart !== followed.current) follow.cancel();
  }, [openPart, follow]);
  return follow;
}
