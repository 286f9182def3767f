import { useEffect, useRef } from "react";
import type { LiveAnswer } from "../../lib/answer.ts";
import type { Part } from "../../lib/wire.ts";
import { part as texts } from "../../texts/part.ts";
import { useAnnounce } from "../../ui/Announcer.tsx";
import { AgedBlock } from "./AgedBlock.tsx";
import { PartFacts, PartFactsSkeleton } from "./PartFacts.tsx";

interface FactsBlockProps {
  readonly partNumber: string;
  readonly answer: LiveAnswer<Part>;
}

/** The facts of a part; also where it says that BrickLink has no such part. */
export function FactsBlock({ partNumber, answer }: FactsBlockProps) {
  useArrival(partNumber, answer.lastFetched);
  return (
    <AgedBlock
      title={texts.facts}
      answer={answer}
      subject={{ resource: "part", name: texts.partOf(partNumber) }}
    >
      {answer.data && <PartFacts part={answer.data} />}
      {answer.isLoading && <PartFactsSkeleton />}
    </AgedBlock>
  );
}

/** Says that newer facts have come while the part was shown. */
function useArrival(partNumber: string, lastFetched: number | null): void {
  const announce = useAnnounce();
  const before = useRef(lastFetched);
  useEffect(() => {
    const was = before.current;
    before.current = lastFetched;
    if (was !== null && lastFetched !== null && lastFetched > was) announce(texts.partUpdated(partNumber));
  }, [partNumber, lastFetched, announce]);
}
