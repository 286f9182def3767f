import type { LiveAnswer } from "../lib/answer.ts";
import type { Part } from "../lib/wire.ts";
import { useHeld } from "./useHeld.ts";
import { type LiveOptions, useLiveAnswer, watching } from "./useLiveAnswer.ts";

/**
 * A part, at once from what the server has, and again whenever it changes. What is missing or stale is asked for at
 * BrickLink by `enqueueRefreshPart` as soon as it is known to be. With null nothing is watched.
 */
export function useGetPart(partNumber: string | null, options: LiveOptions = {}): LiveAnswer<Part> {
  const args = partNumber === null ? null : { partNumber };
  const held = useHeld("getPart", args, watching(options));
  return useLiveAnswer("getPart", args, held);
}
