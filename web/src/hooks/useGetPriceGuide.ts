import type { LiveAnswer } from "../lib/answer.ts";
import type { PriceGuide } from "../lib/wire.ts";
import { useHeld } from "./useHeld.ts";
import { type LiveOptions, useLiveAnswer, watching } from "./useLiveAnswer.ts";

/**
 * The price guide of a part in a color (BrickLink's id), by `useGetPart`'s rules. Asked for at BrickLink by
 * `enqueueRefreshPriceGuide`: four calls, and each market is told as it arrives.
 */
export function useGetPriceGuide(
  partNumber: string | null,
  colorId: number | null,
  options: LiveOptions = {},
): LiveAnswer<PriceGuide> {
  const args = partNumber === null || colorId === null ? null : { partNumber, colorId };
  const held = useHeld("getPriceGuide", args, watching(options));
  return useLiveAnswer("getPriceGuide", args, held);
}
