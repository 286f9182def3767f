import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useGetPart } from "../../hooks/useGetPart.ts";
import type { LiveAnswer } from "../../lib/answer.ts";
import { texts } from "../../texts/catalog.ts";
import type { CatalogAddress } from "./filters.ts";
import classes from "./LookUp.module.css";

export interface LookUpProps {
  /** As it was typed. */
  readonly partNumber: string;
  readonly address: CatalogAddress;
  /** The part has come while one looked at this row. */
  readonly onArrived: () => void;
}

/** A number that was typed and is not in the database: the way to BrickLink, and what it said. */
export function LookUp({ partNumber, address, onArrived }: LookUpProps) {
  const answer = useGetPart(partNumber, { autoRefresh: false });
  const [wasMissing, setWasMissing] = useState(false);
  if (answer.data === null && !wasMissing) setWasMissing(true);
  const hasArrived = wasMissing && answer.data != null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the part comes
  useEffect(() => {
    if (hasArrived) onArrived();
  }, [hasArrived]);

  const words = wordsOf(answer, partNumber);
  if (words === null) return null;
  return (
    <p className={classes.row}>
      {words.sentence}{" "}
      {words.link && (
        <Link
          to="/parts/$partNumber"
          params={{ partNumber }}
          search={address}
          resetScroll={false}
          preload={false}
        >
          {words.link}
        </Link>
      )}
    </p>
  );
}

/** What stands there; null while nothing is known, and where the part is in the database. */
function wordsOf(
  answer: LiveAnswer<unknown>,
  partNumber: string,
): { sentence: string; link: string | null } | null {
  const { absent, action, asking, unknown, failed, open } = texts.lookUp;
  if (answer.data !== null) return null;
  if (answer.status === "refreshing") return { sentence: asking(partNumber), link: open };
  if (answer.error?.code === "not_found") return { sentence: unknown(partNumber), link: open };
  if (answer.error) return { sentence: failed(partNumber), link: open };
  return { sentence: absent(partNumber), link: action };
}
