import { useState } from "react";
import type { PartHit } from "../lib/wire.ts";
import { DrawnPart } from "./DrawnPart.tsx";
import classes from "./PartPicture.module.css";

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
  const [loaded, setLoaded] = useState<string | null>(null);
  const address = (size === "fill" || size > 80 ? part.imageUrl : null) ?? part.thumbnailUrl ?? part.imageUrl;
  return (
    <span className={classes.picture} style={{ width: size === "fill" ? "100%" : size }}>
      <DrawnPart name={part.name} categoryName={part.categoryName} color={color} />
      {pictures && address && (
        <img
          className={classes.photo}
          src={address}
          alt=""
          loading="lazy"
          decoding="async"
          data-loaded={loaded === address || undefined}
          onLoad={() => setLoaded(address)}
        />
      )}
    </span>
  );
}
