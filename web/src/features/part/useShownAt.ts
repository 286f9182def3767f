import { useState } from "react";
import type { LiveAnswer } from "../../lib/answer.ts";
import { type Shown, shownSince } from "./journey.ts";

/** When the value that is shown came to this page (ms UTC); null before one is there. */
export function useShownAt(answer: LiveAnswer<unknown>): number | null {
  const [before, setBefore] = useState<Shown>({ lastFetched: null, at: null });
  const shown = shownSince(before, answer);
  if (shown !== before) setBefore(shown);
  return shown.at;
}
