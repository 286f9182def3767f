/** What a part looks like, from nothing but its name. */
import { BRICK, box, PLATE, type Shape, studs } from "./isometric.ts";

export interface Drawing {
  readonly shapes: readonly Shape[];
  /** The box of space that it fills, in studs. */
  readonly size: readonly [number, number, number];
  /** A word on it: the category of what cannot be drawn. */
  readonly label: string | null;
}

/** @param categoryName null where it is unknown. */
export function drawing(name: string, categoryName: string | null): Drawing {
  const size = /(\d+) x (\d+)/.exec(name);
  const [x, y] = size ? [Number(size[2]), Number(size[1])] : [1, 1];
  if (size && name.startsWith("Brick")) return studded(x, y, BRICK);
  if (size && name.startsWith("Plate")) return studded(x, y, PLATE);
  if (size && name.startsWith("Tile")) return { shapes: box(x, y, PLATE), size: [x, y, PLATE], label: null };
  return parcel(categoryName);
}

function studded(x: number, y: number, z: number): Drawing {
  return { shapes: [...box(x, y, z), ...studs(x, y, z)], size: [x, y, z], label: null };
}

function parcel(categoryName: string | null): Drawing {
  return { shapes: box(2, 3, 1.8), size: [2, 3, 1.8], label: categoryName };
}
