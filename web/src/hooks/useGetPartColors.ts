import type { LiveAnswer } from "../lib/answer.ts";
import type { PartColor } from "../lib/wire.ts";
import { useHeld } from "./useHeld.ts";
import { type LiveOptions, useLiveAnswer, watching } from "./useLiveAnswer.ts";

/**
 * The known colors of a part, by `useGetPart`'s rules; an empty list is an answer, too. Asked for at BrickLink by
 * `enqueueRefreshPartColors`.
 */
export function useGetPartColors(
  partNumber: string | null,
  options: LiveOptions = {},
): LiveAnswer<PartColor[]> {
  const args = partNumber === null ? null : { partNumber };
  const held = useHeld("getPartColors", args, watching(options));
  return useLiveAnswer("getPartColors", args, held);
}
