import { type KeyboardEvent, useEffect, useRef } from "react";
import { useServerNow } from "../../hooks/useServerNow.ts";
import type { Color } from "../../lib/wire.ts";
import { texts } from "../../texts/catalog.ts";
import { CardSkeleton } from "./CardSkeleton.tsx";
import type { CatalogAddress } from "./filters.ts";
import { type Step, stepped } from "./grid.ts";
import { PartCard } from "./PartCard.tsx";
import classes from "./Results.module.css";
import { useActive } from "./useActive.ts";
import { useFollow } from "./useFollow.ts";
import { useGrid } from "./useGrid.ts";
import { type Found, PAGE } from "./useSearch.ts";

const STEPS: Readonly<Record<string, Step>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
  Home: "first",
  End: "last",
  PageUp: "pageUp",
  PageDown: "pageDown",
};
/** Cards before the first answer: enough for a window. */
const UNKNOWN = 24;
/** Rows before the end of what is loaded at which more is asked for. */
const AHEAD = 6;

export interface ResultsProps {
  readonly found: Found;
  readonly address: CatalogAddress;
  readonly openPart: string | null;
  readonly color: Color | undefined;
  readonly pictures: boolean;
}

/** The cards: as many as the window shows of however many there are. Arrow keys walk them. */
export function Results({ found, address, openPart, color, pictures }: ResultsProps) {
  const { items, total, hasMore, isLoadingMore, moreFailed, loadMore } = found;
  const list = useRef<HTMLUListElement>(null);
  const now = useServerNow();
  const { active, setActive, moveTo } = useActive(list, items, openPart);
  const count =
    total === null ? UNKNOWN : Math.min(Math.max(total, items.length), items.length + (hasMore ? PAGE : 0));
  const { grid, places, height, rowsInView, reveal } = useGrid(list, count, active, openPart !== null);
  const follow = useFollow(address, color, openPart);

  const reached = (places.at(-1)?.index ?? 0) + AHEAD * (grid?.columns ?? 1);
  const wantsMore = hasMore && !isLoadingMore && !moreFailed && !found.isOlder && reached >= items.length;
  useEffect(() => {
    if (wantsMore) loadMore();
  }, [wantsMore, loadMore]);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!step || !grid || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const next = stepped(active, step, items.length, grid.columns, rowsInView);
    const part = items[next];
    if (!part) return;
    moveTo(next);
    reveal(next);
    if (openPart !== null) follow(part.partNumber);
  };

  return (
    <ul
      ref={list}
      className={classes.list}
      style={{ height }}
      aria-label={texts.results}
      aria-busy={found.isOlder || total === null}
      onKeyDown={onKeyDown}
    >
      {places.map(({ index, x, y }) => {
        const hit = items[index];
        const style = { width: grid?.width, height: grid?.height, transform: `translate(${x}px, ${y}px)` };
        if (!hit) return <CardSkeleton key={index} style={style} kind={grid?.kind ?? "cards"} />;
        return (
          <li
            key={hit.partNumber}
            className={classes.place}
            style={style}
            aria-setsize={total ?? -1}
            aria-posinset={index + 1}
            data-index={index}
            onFocus={() => setActive(index)}
          >
            <PartCard
              hit={hit}
              kind={grid?.kind ?? "cards"}
              address={address}
              color={color}
              pictures={pictures}
              now={now}
              isActive={index === active}
            />
          </li>
        );
      })}
    </ul>
  );
}
