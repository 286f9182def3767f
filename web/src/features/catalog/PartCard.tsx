import { Link } from "@tanstack/react-router";
import { memo } from "react";
import { useGetPart } from "../../hooks/useGetPart.ts";
import type { Color, PartHit } from "../../lib/wire.ts";
import { texts } from "../../texts/catalog.ts";
import { Badge } from "../../ui/Badge.tsx";
import { PartPicture } from "../../ui/PartPicture.tsx";
import { ShelfLife } from "../../ui/ShelfLife.tsx";
import type { CatalogAddress } from "./filters.ts";
import type { Grid } from "./grid.ts";
import classes from "./PartCard.module.css";

export interface PartCardProps {
  readonly hit: PartHit;
  readonly kind: Grid["kind"];
  readonly address: CatalogAddress;
  /** The one color that is searched for: the part is drawn, and opens, in it. */
  readonly color: Color | undefined;
  readonly pictures: boolean;
  /** ms UTC. */
  readonly now: number;
  /** The one card of the list that Tab leads to. */
  readonly isActive: boolean;
}

/** A part of the list; once it has been in view for a moment it is watched, and changes by itself. */
export const PartCard = memo(function PartCard(props: PartCardProps) {
  const { hit, kind, address, color, pictures, now, isActive } = props;
  const answer = useGetPart(hit.partNumber, { autoRefresh: false });
  const part = answer.data ?? hit;
  const freshness = answer.status === "pending" ? hit : answer;
  return (
    <Link
      className={classes.card}
      data-kind={kind}
      data-card={hit.partNumber}
      to="/parts/$partNumber"
      params={{ partNumber: hit.partNumber }}
      search={{ ...address, in: color?.colorId }}
      activeOptions={{ includeSearch: false }}
      resetScroll={false}
      preload={false}
      draggable={false}
      tabIndex={isActive ? 0 : -1}
    >
      <PartPicture part={part} color={color} pictures={pictures} size={kind === "rows" ? 72 : "fill"} />
      <span className={classes.words}>
        <span className={classes.name}>{part.name}</span>
        <span className={classes.number}>{part.partNumber}</span>
        <Badge
          answer={freshness}
          now={now}
          subject={{ resource: "part", name: texts.subject(part.partNumber) }}
        />
      </span>
      <ShelfLife answer={freshness} now={now} />
    </Link>
  );
});
