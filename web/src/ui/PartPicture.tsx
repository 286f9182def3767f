import { useState } from "react";
import type { PartHit } from "../lib/wire.ts";
import { DrawnPart } from "./DrawnPart.tsx";
import { hasFailedLately, rememberFailure } from "./failedPictures.ts";
import classes from "./PartPicture.module.css";

/** Up to this width (px) BrickLink's thumbnail is sharp enough. */
const THUMBNAIL_WIDTH = 80;

export interface PartPictureProps {
  readonly part: Pick<PartHit, "partNumber" | "name" | "categoryName"> & {
    readonly imageUrl?: string | null;
    readonly thumbnailUrl?: string | null;
  };
  /** The color that it is drawn in. */
  readonly color?: { readonly hexCode: string | null; readonly type: string } | undefined;
  /** Whether photographs are allowed: `settings.pictures` of the status. */
  readonly pictures: boolean;
  /** px, of its width; "fill" takes what there is. The height is three quarters of it. */
  readonly size: number | "fill";
}

/** A part in a box of 4 : 3: drawn at once, with a photograph over it as soon as that is there. */
export function PartPicture({ part, color, pictures, size }: PartPictureProps) {
  const isSmall = size !== "fill" && size <= THUMBNAIL_WIDTH;
  const [first, second] = isSmall ? [part.thumbnailUrl, part.imageUrl] : [part.imageUrl, part.thumbnailUrl];
  const address = first ?? second ?? null;
  return (
    <span className={classes.picture} style={{ width: size === "fill" ? "100%" : size }}>
      <DrawnPart name={part.name} categoryName={part.categoryName} color={color} />
      {pictures && address !== null && <Photo key={address} address={address} />}
    </span>
  );
}

function Photo({ address }: { readonly address: string }) {
  const [state, setState] = useState(() => (hasFailedLately(address, Date.now()) ? "failed" : "coming"));
  if (state === "failed") return null;
  return (
    <img
      className={classes.photo}
      src={address}
      alt=""
      loading="lazy"
      decoding="async"
      data-loaded={state === "loaded" || undefined}
      onLoad={() => setState("loaded")}
      onError={() => {
        rememberFailure(address, Date.now());
        setState("failed");
      }}
    />
  );
}
