import { useState, useSyncExternalStore } from "react";
import { useFreshbrick } from "../../hooks/FreshbrickProvider.tsx";
import { LotPages, type LotsHeld } from "./LotPages.ts";

/** All lots of whoever is signed in, live; the first pages while the others are still on their way. */
export function useLots(): LotsHeld {
  const client = useFreshbrick();
  const [pages] = useState(() => new LotPages(client));
  return useSyncExternalStore(pages.watch, pages.held);
}
