import { useId } from "react";
import { useLiveQuery } from "../../hooks/useLiveQuery.ts";
import type { LiveAnswer } from "../../lib/answer.ts";
import { formatCount } from "../../lib/money.ts";
import type { OutboxMessage } from "../../lib/wire.ts";
import { part as texts } from "../../texts/part.ts";
import { why } from "../../texts/states.ts";
import { Failure } from "../../ui/Failure.tsx";
import { Fold } from "./Fold.tsx";
import classes from "./HowThisGotHere.module.css";
import { journey, type Station } from "./journey.ts";
import type { PartView } from "./usePartView.ts";
import { useShownAt } from "./useShownAt.ts";

interface HowThisGotHereProps {
  readonly partNumber: string;
  readonly view: PartView;
}

/** The way of each value from BrickLink to this page, from the outbox, while it is open. */
export function HowThisGotHere({ partNumber, view: { part, colors, guide, colorId } }: HowThisGotHereProps) {
  const partShownAt = useShownAt(part);
  const colorsShownAt = useShownAt(colors);
  const guideShownAt = useShownAt(guide);
  return (
    <Fold title={texts.journey}>
      <Journey resource="part" messageKey={partNumber} answer={part} shownAt={partShownAt} />
      {part.data && (
        <Journey resource="part_colors" messageKey={partNumber} answer={colors} shownAt={colorsShownAt} />
      )}
      {part.data && colorId !== null && (
        <Journey
          resource="price_guide"
          messageKey={`${partNumber}/${colorId}`}
          answer={guide}
          shownAt={guideShownAt}
        />
      )}
    </Fold>
  );
}

interface JourneyProps {
  readonly resource: "part" | "part_colors" | "price_guide";
  readonly messageKey: string;
  readonly answer: LiveAnswer<unknown>;
  readonly shownAt: number | null;
}

function Journey({ resource, messageKey, answer, shownAt }: JourneyProps) {
  const titleId = useId();
  const { value, error } = useLiveQuery("getOutbox", { resource, key: messageKey, limit: 1 });
  const message = value?.items.at(0);
  const wasThere = message?.id === answer.lastMessageId;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields
    <div role="group" className={classes.journey} aria-labelledby={titleId}>
      <h4 id={titleId}>{texts.journeyOf[resource]}</h4>
      {error && <Failure error={error} />}
      {value && !message && <p className={classes.none}>{texts.noJourney}</p>}
      {message && (
        <ol>
          {journey(message, wasThere ? shownAt : null).map((station) => (
            <li key={station.name} data-station={station.name}>
              <span>{stationText(station, message)}</span>
              {station.name !== "bricklink" && <span>{milliseconds(station.ms)}</span>}
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

function stationText({ name, ms }: Station, message: OutboxMessage): string {
  switch (name) {
    case "asked":
      return why(message);
    case "queued":
      return texts.station.queued(message.priority.toUpperCase());
    case "paid":
      return texts.station.paid(message.calls);
    case "bricklink":
      return texts.station.bricklink(milliseconds(ms), message.calls);
    case "taken":
    case "saved":
    case "failed":
    case "shown":
      return texts.station[name];
    default:
      throw name satisfies never;
  }
}

function milliseconds(ms: number): string {
  return texts.milliseconds(formatCount(ms));
}
