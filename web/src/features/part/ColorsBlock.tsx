import type { LiveAnswer } from "../../lib/answer.ts";
import type { PartColor } from "../../lib/wire.ts";
import { part as texts } from "../../texts/part.ts";
import { AgedBlock } from "./AgedBlock.tsx";
import { isAwaited } from "./awaited.ts";
import { PartColors, PartColorsSkeleton } from "./PartColors.tsx";

interface ColorsBlockProps {
  readonly partNumber: string;
  readonly answer: LiveAnswer<PartColor[]>;
  readonly chosen: number | null;
  readonly onChoose: (colorId: number) => void;
}

/** The colors in which a part is known. */
export function ColorsBlock({ partNumber, answer, chosen, onChoose }: ColorsBlockProps) {
  return (
    <AgedBlock
      title={texts.colors}
      answer={answer}
      subject={{ resource: "part_colors", name: texts.colorsOf(partNumber) }}
    >
      {answer.data && <PartColors colors={answer.data} chosen={chosen} onChoose={onChoose} />}
      {isAwaited(answer) && <PartColorsSkeleton />}
    </AgedBlock>
  );
}
