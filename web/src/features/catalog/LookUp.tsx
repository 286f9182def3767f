import { Link } from "@tanstack/react-router";
import { type ReactNode, useEffect, useState } from "react";
import { useGetPart } from "../../hooks/useGetPart.ts";
import type { LiveAnswer } from "../../lib/answer.ts";
import { texts } from "../../texts/catalog.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import type { CatalogAddress } from "./filters.ts";
import classes from "./LookUp.module.css";

export interface LookUpProps {
  /** As it was typed. */
  readonly partNumber: string;
  readonly address: CatalogAddress;
  /** What stands here if the part is in the database, and other parts or none were found. */
  readonly otherwise: ReactNode;
  /** Nothing else was found. */
  readonly isAlone: boolean;
  /** The part has come while one looked at this row. */
  readonly onArrived: () => void;
}

/** A number that was typed and is not in the database: the way to BrickLink, and what it said. */
export function LookUp({ partNumber, address, otherwise, isAlone, onArrived }: LookUpProps) {
  const answer = useGetPart(partNumber, { autoRefresh: false, delayMs: 0 });
  const [wasMissing, setWasMissing] = useState(false);
  if (answer.data === null && !wasMissing) setWasMissing(true);
  const hasArrived = wasMissing && answer.data != null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the part comes
  useEffect(() => {
    if (hasArrived) onArrived();
  }, [hasArrived]);

  if (answer.data === undefined) return answer.problem || answer.isOffline ? otherwise : null;
  if (answer.data !== null) return hasArrived ? null : otherwise;
  const { sentence, action } = wordsOf(answer, partNumber);
  const link = (
    <Link
      className={isAlone ? classes.button : classes.link}
      to="/parts/$partNumber"
      params={{ partNumber }}
      search={address}
      resetScroll={false}
      preload={false}
    >
      {action}
    </Link>
  );
  if (isAlone) return <EmptyState title={sentence}>{link}</EmptyState>;
  return (
    <p className={classes.row}>
      {sentence} {link}
    </p>
  );
}

/** What is said of a number of which nothing is known. */
function wordsOf(answer: LiveAnswer<unknown>, partNumber: string): { sentence: string; action: string } {
  const { absent, action, asking, unknown, failed, open } = texts.lookUp;
  if (answer.status === "refreshing") return { sentence: asking(partNumber), action: open };
  if (answer.error?.code === "not_found") return { sentence: unknown(partNumber), action: open };
  if (answer.error) return { sentence: failed(partNumber), action: open };
  return { sentence: absent(partNumber), action };
}
