import { useLiveQuery } from "../../hooks/useLiveQuery.ts";
import type { Color } from "../../lib/wire.ts";
import { texts } from "../../texts/catalog.ts";
import { Failure } from "../../ui/Failure.tsx";
import classes from "./Findings.module.css";
import { typedPartNumber } from "./filters.ts";
import { LookUp } from "./LookUp.tsx";
import { Nothing } from "./Nothing.tsx";
import { Results } from "./Results.tsx";
import type { AddressBar } from "./useAddress.ts";
import type { Found } from "./useSearch.ts";

export interface FindingsProps {
  readonly found: Found;
  readonly at: AddressBar;
  /** The one color that is searched for. */
  readonly color: Color | undefined;
}

/** What was found: the parts, or why there are none, and last a number that could be looked up. */
export function Findings({ found, at, color }: FindingsProps) {
  const pictures = useLiveQuery("getStatus", {}).value?.settings.pictures === "bricklink";
  if (found.error) return <Failure error={found.error} onRetry={found.renew} />;
  const unlisted = unlistedNumber(found, at.address.q);
  const nothing = found.total === 0 && found.items.length === 0 && (
    <Nothing address={at.address} onClear={at.clear} />
  );
  return (
    <>
      {found.hasChanged && (
        <p className={classes.changed}>
          {texts.changed}{" "}
          <button type="button" onClick={found.renew}>
            {texts.showAgain}
          </button>
        </p>
      )}
      <Results found={found} address={at.address} openPart={at.openPart} color={color} pictures={pictures} />
      {found.moreFailed && <Failure error={{ message: texts.more }} onRetry={found.loadMore} />}
      {unlisted === null ? (
        nothing
      ) : (
        <LookUp
          key={unlisted}
          partNumber={unlisted}
          address={at.address}
          otherwise={nothing}
          isAlone={found.items.length === 0}
          onArrived={found.renew}
        />
      )}
    </>
  );
}

/** The number that was typed, if the end of its list is reached and it is not in there. */
function unlistedNumber({ items, total, isOlder, hasMore }: Found, q: string | undefined): string | null {
  const number = typedPartNumber(q);
  if (number === null || total === null || isOlder || hasMore) return null;
  const isListed = items.some((hit) => hit.partNumber.toLowerCase() === number.toLowerCase());
  return isListed ? null : number;
}
