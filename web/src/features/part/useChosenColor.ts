import { useState } from "react";
import type { PartColor } from "../../lib/wire.ts";
import { chosenColor } from "./chosenColor.ts";
import { keepLastColor, readLastColor } from "./lastColor.ts";

/**
 * The color that the part is shown in, and what chooses another: it goes to the address and is remembered. Once a color
 * is shown, only a choice changes it: other counts, or colors that come later, do not.
 */
export function useChosenColor(
  asked: number | null,
  colors: readonly PartColor[] | null | undefined,
  onColor: (colorId: number) => void,
): [number | null, (colorId: number) => void] {
  const [last] = useState(() => readLastColor());
  const [shown, setShown] = useState<number | null>(null);
  const chosen = chosenColor(asked ?? shown, last, colors);
  if (chosen !== shown) setShown(chosen);
  const choose = (colorId: number) => {
    keepLastColor(colorId);
    onColor(colorId);
  };
  return [chosen, choose];
}
