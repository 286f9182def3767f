import type { ReactNode } from "react";
import { useGetPart } from "../../hooks/useGetPart.ts";
import { useGetPartColors } from "../../hooks/useGetPartColors.ts";
import { part as texts } from "../../texts/part.ts";
import { AddToInventory } from "./AddToInventory.tsx";
import { ColorsBlock } from "./ColorsBlock.tsx";
import { FactsBlock } from "./FactsBlock.tsx";
import classes from "./PartDrawer.module.css";
import { PartHead } from "./PartHead.tsx";
import { PriceGuideBlock } from "./PriceGuideBlock.tsx";
import { useChosenColor } from "./useChosenColor.ts";

export interface PartDrawerProps {
  readonly partNumber: string;
  /** The color in the address; null if it names none. */
  readonly colorId: number | null;
  readonly onColor: (colorId: number) => void;
  readonly onClose: () => void;
  /** Whether photographs are allowed. */
  readonly pictures: boolean;
  /** The form that adds this part, in this color, to the inventory. */
  readonly form: (given: { readonly partNumber: string; readonly colorId: number | null }) => ReactNode;
}

/**
 * Everything about one part, live. Colors and prices are asked for only once the part is known to exist. Give it the
 * part's number as key.
 */
export function PartDrawer({ partNumber, colorId, onColor, onClose, pictures, form }: PartDrawerProps) {
  const part = useGetPart(partNumber);
  const known = part.data ? partNumber : null;
  const colors = useGetPartColors(known);
  const [chosen, choose] = useChosenColor(colorId, colors.data, onColor);
  const color = colors.data?.find((candidate) => candidate.colorId === chosen);
  return (
    <article className={classes.drawer} aria-label={texts.drawer(partNumber)}>
      <PartHead partNumber={partNumber} answer={part} color={color} pictures={pictures} onClose={onClose} />
      <FactsBlock partNumber={partNumber} answer={part} />
      {known !== null && (
        <>
          <ColorsBlock partNumber={partNumber} answer={colors} chosen={chosen} onChoose={choose} />
          <PriceGuideBlock partNumber={partNumber} colorId={chosen} color={color} colors={colors} />
        </>
      )}
      <AddToInventory partNumber={partNumber}>{form({ partNumber, colorId: chosen })}</AddToInventory>
    </article>
  );
}
