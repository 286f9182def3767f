import type { RefCallback } from "react";
import type { LiveAnswer } from "../../lib/answer.ts";
import type { PriceGuide } from "../../lib/wire.ts";
import { part as texts } from "../../texts/part.ts";
import { AgedBlock } from "./AgedBlock.tsx";
import { isAwaited } from "./awaited.ts";
import { Charts } from "./Charts.tsx";
import { GuideSkeleton } from "./GuideSkeleton.tsx";
import { PriceTable } from "./PriceTable.tsx";
import { useGuideNews } from "./useGuideNews.ts";

interface PriceGuideBlockProps {
  readonly partNumber: string;
  /** Null while no color is known. */
  readonly colorName: string | null;
  readonly answer: LiveAnswer<PriceGuide>;
  /** Tells that the block is in view. */
  readonly seenRef: RefCallback<Element>;
}

/** The price guide of one color, and its charts. */
export function PriceGuideBlock({ partNumber, colorName, answer, seenRef }: PriceGuideBlockProps) {
  const title = colorName === null ? texts.guide : texts.guideIn(colorName);
  const name = colorName === null ? texts.guideOfPart(partNumber) : texts.guideOf(partNumber, colorName);
  const guide = answer.data;
  useGuideNews(guide ?? null);
  return (
    <div ref={seenRef}>
      <AgedBlock title={title} answer={answer} subject={{ resource: "price_guide", name }}>
        {guide && (
          <div key={guide.colorId}>
            <PriceTable guide={guide} name={title} />
            <Charts guide={guide} />
          </div>
        )}
        {isAwaited(answer) && <GuideSkeleton />}
      </AgedBlock>
    </div>
  );
}
