import { type ReactNode, useEffect, useRef } from "react";
import "./mantine.css";
import { part as texts } from "../../texts/part.ts";
import { useLetterKeys } from "../../ui/letterKeys.ts";
import { AddToInventory, type Given } from "./AddToInventory.tsx";
import { mayExist } from "./awaited.ts";
import { ColorsBlock } from "./ColorsBlock.tsx";
import { FactsBlock } from "./FactsBlock.tsx";
import { ForDevelopers } from "./ForDevelopers.tsx";
import { HowThisGotHere } from "./HowThisGotHere.tsx";
import classes from "./PartDrawer.module.css";
import { PartHead } from "./PartHead.tsx";
import { PriceGuideBlock } from "./PriceGuideBlock.tsx";
import { useEscape } from "./useEscape.ts";
import { usePartView } from "./usePartView.ts";

export interface PartDrawerProps {
  readonly partNumber: string;
  /** The color in the address; null if it names none. */
  readonly colorId: number | null;
  readonly onColor: (colorId: number) => void;
  readonly onClose: () => void;
  /** Whether photographs are allowed. */
  readonly pictures: boolean;
  /** The form that adds this part, in this color, to the inventory. */
  readonly form: (given: Given) => ReactNode;
}

/** From this width on the drawer stands beside the results. */
const BESIDE_RESULTS = "(min-width: 1200px)";

/** Everything about one part, live. Give it the part's number as key. */
export function PartDrawer({
  partNumber,
  colorId: asked,
  onColor,
  onClose,
  pictures,
  form,
}: PartDrawerProps) {
  const view = usePartView(partNumber, asked, onColor);
  const { part, colors, colorId, color, guide } = view;
  const colorName = colorId === null ? null : (color?.name ?? texts.colorSubject(colorId));
  const article = useRef<HTMLElement>(null);
  useEscape(onClose);
  useLetterKeys({ r: view.refresh });
  useEffect(() => {
    // As a page of its own it takes the focus; beside the results it leaves it where it is.
    if (!matchMedia(BESIDE_RESULTS).matches) article.current?.focus({ preventScroll: true });
  }, []);
  return (
    <article ref={article} className={classes.drawer} tabIndex={-1} aria-label={texts.drawer(partNumber)}>
      <PartHead partNumber={partNumber} answer={part} color={color} pictures={pictures} onClose={onClose} />
      <FactsBlock partNumber={partNumber} answer={part} />
      {mayExist(part) && (
        <>
          <ColorsBlock partNumber={partNumber} answer={colors} chosen={colorId} onChoose={view.choose} />
          {colorId === null && colors.data ? (
            <NoGuide />
          ) : (
            <PriceGuideBlock
              partNumber={partNumber}
              colorName={colorName}
              answer={guide}
              seenRef={view.guideRef}
            />
          )}
        </>
      )}
      <HowThisGotHere partNumber={partNumber} view={view} />
      {part.problem === null && <ForDevelopers partNumber={partNumber} view={view} />}
      {mayExist(part) && (
        <AddToInventory partNumber={partNumber} colorId={colorId} colorName={colorName} form={form} />
      )}
    </article>
  );
}

/** Why there is no guide. */
function NoGuide() {
  return (
    <section className={classes.noGuide} aria-label={texts.guide}>
      <h3>{texts.guide}</h3>
      <p>{texts.noColorForGuide}</p>
    </section>
  );
}
