import { useState } from "react";
import type { PartColor } from "../../lib/wire.ts";
import { chosenColor } from "./chosenColor.ts";
import { keepLastColor, readLastColor } from "./lastColor.ts";

/** The color that the part is shown in, and what chooses another: it goes to the address and is remembered. */
export function useChosenColor(
  asked: number | null,
  colors: readonly PartColor[] | null | undefined,
  onColor: (colorId: number) => void,
): [number | null, (colorId: number) => void] {
  const [last] = useState(() => readLastColor());
  const choose = (colorId: number) => {
    keepLastColor(colorId);
    onColor(colorId);
  };
  return [chosenColor(asked, last, colors), choose];
}
