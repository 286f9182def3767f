import type { RefCallback } from "react";
import { useGetPart } from "../../hooks/useGetPart.ts";
import { useGetPartColors } from "../../hooks/useGetPartColors.ts";
import { useGetPriceGuide } from "../../hooks/useGetPriceGuide.ts";
import type { LiveAnswer } from "../../lib/answer.ts";
import type { Part, PartColor, PriceGuide } from "../../lib/wire.ts";
import { behind } from "./awaited.ts";
import { useChosenColor } from "./useChosenColor.ts";
import { useSeen } from "./useSeen.ts";
import { useSettled } from "./useSettled.ts";

/** Walking over a row of colors with the arrow keys shall not ask for the guide of each: four calls. */
const SETTLED_MS = 250;

/** All that the drawer shows of one part. */
export interface PartView {
  readonly part: LiveAnswer<Part>;
  readonly colors: LiveAnswer<PartColor[]>;
  /** The color that is shown; null while none is known. */
  readonly colorId: number | null;
  readonly color: PartColor | undefined;
  readonly guide: LiveAnswer<PriceGuide>;
  readonly choose: (colorId: number) => void;
  /** Asks BrickLink for all that is shown. */
  readonly refresh: () => void;
  /** For the guide's block: its four calls are not for a glance, so it is asked for once it has been in view. */
  readonly guideRef: RefCallback<Element>;
}

/** Watches a part, its colors and the guide of one color; the latter two once the part is known to exist. */
export function usePartView(
  partNumber: string,
  asked: number | null,
  onColor: (colorId: number) => void,
): PartView {
  const part = useGetPart(partNumber);
  const known = part.data ? partNumber : null;
  const knownColors = useGetPartColors(known);
  const colors = known === null ? behind(part) : knownColors;
  const [colorId, choose] = useChosenColor(asked, colors.data, onColor);
  const [isSeen, guideRef] = useSeen();
  const settled = useSettled(colorId, SETTLED_MS);
  const knownGuide = useGetPriceGuide(known, isSeen && settled === colorId ? colorId : null);
  const guide = known === null || colorId === null ? behind(colors) : knownGuide;
  const color = colors.data?.find((candidate) => candidate.colorId === colorId);
  const refresh = () => {
    if (part.isOffline) return;
    for (const refetch of new Set([part.refetch, colors.refetch, guide.refetch])) refetch();
  };
  return { part, colors, colorId, color, guide, choose, refresh, guideRef };
}
