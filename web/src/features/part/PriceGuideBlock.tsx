import { useGetPriceGuide } from "../../hooks/useGetPriceGuide.ts";
import type { PartColor, PriceGuide } from "../../lib/wire.ts";
import { part as texts } from "../../texts/part.ts";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { AgedBlock } from "./AgedBlock.tsx";
import { Charts } from "./Charts.tsx";
import { PriceTable } from "./PriceTable.tsx";
import { useAsk } from "./useAsk.ts";
import { useGuideNews } from "./useGuideNews.ts";
import { useSeen } from "./useSeen.ts";
import { useSettled } from "./useSettled.ts";

const SETTLED_MS = 250;

interface PriceGuideBlockProps {
  readonly partNumber: string;
  readonly colorId: number;
  /** The color's own facts, where this part is known in it. */
  readonly color: PartColor | undefined;
}

/** The price guide of one color. It is asked for once its block has been in view: four calls are not for a glance. */
export function PriceGuideBlock({ partNumber, colorId, color }: PriceGuideBlockProps) {
  const [isSeen, ref] = useSeen();
  const settled = useSettled(colorId, SETTLED_MS);
  const isWatched = isSeen && settled === colorId;
  const answer = useGetPriceGuide(partNumber, isWatched ? colorId : null);
  const ask = useAsk("enqueueRefreshPriceGuide", isWatched ? { partNumber, colorId } : null, answer);
  const name = color?.name ?? texts.colorSubject(colorId);
  const guide = answer.data ?? null;
  useGuideNews(guide);
  return (
    <div ref={ref}>
      <AgedBlock
        title={texts.guideIn(name)}
        answer={answer}
        subject={{ resource: "price_guide", name: texts.guideOf(partNumber, name) }}
        ask={ask}
      >
        {guide && <Figures key={colorId} guide={guide} name={texts.guideIn(name)} />}
        {!guide && (answer.isLoading || !isWatched) && <Skeleton height={760} />}
      </AgedBlock>
    </div>
  );
}

function Figures({ guide, name }: { readonly guide: PriceGuide; readonly name: string }) {
  return (
    <>
      <PriceTable guide={guide} name={name} />
      <Charts guide={guide} />
    </>
  );
}
