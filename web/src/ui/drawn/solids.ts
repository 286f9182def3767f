/** What stands on a grid of studs: bricks, plates, tiles, slopes, rounds. */
import {
  BRICK,
  box,
  cylinder,
  face,
  loop,
  merged,
  PLATE,
  type Place,
  type Point,
  prism,
  rectangle,
  type Shape,
  slab,
} from "./isometric.ts";

/** What is longer is cut there, and shows that it is. */
export const LONGEST = 12;
const STUD_RADIUS = 0.3;
const STUD_HEIGHT = 0.17;
const LIP = 0.2;

export interface Solid {
  readonly shapes: readonly Shape[];
  /** The box of space that it fills, in studs. */
  readonly size: Place;
  /** The edges behind, seen through a transparent part. */
  readonly back?: string;
}

export function stud(x: number, y: number, z: number): Shape[] {
  return cylinder([x, y, z], STUD_RADIUS, STUD_HEIGHT);
}

/** A stud in the middle of every square of a rectangle, the far ones first. */
export function studs(z: number, x1: number, y1: number, x0 = 0, y0 = 0): Shape[] {
  const all: Shape[] = [];
  for (let x = x0; x < x1; x++) {
    for (let y = y0; y < y1; y++) all.push(...stud(x + 0.5, y + 0.5, z));
  }
  return merged(all);
}

/** A brick, plate or tile of x × y studs, z high. */
export function block(
  x: number,
  y: number,
  z: number,
  studded: "all" | "edge" | "middle" | "none" = "all",
): Solid {
  const [width, depth] = [Math.min(x, LONGEST), Math.min(y, LONGEST)];
  const on = {
    all: () => studs(z, width, depth),
    edge: () => studs(z, width, 1),
    middle: () => stud(width / 2, depth / 2, z),
    none: () => [],
  }[studded]();
  const body =
    width === x && depth === y ? box([x, y, z]) : slab(torn(width, depth, x > width, y > depth), 0, z);
  return { shapes: [...body, ...on], size: [width, depth, z], back: backOf([width, depth, z]) };
}

/** Slopes down to the near left. `degrees` up to 30 and depth 1 make a wedge without a flat top. */
export function slope(x: number, y: number, z: number, isDouble: boolean): Solid {
  const width = Math.min(x, LONGEST);
  const flat = isDouble || y === 1 ? 0 : 1;
  const ridge = isDouble ? y / 2 : flat;
  const near: Point[][] = [
    [
      [ridge, z],
      [y, LIP],
    ],
    [
      [y, LIP],
      [y, 0],
    ],
  ];
  const top: Point[][] =
    flat === 1
      ? [
          [
            [0, z],
            [1, z],
          ],
        ]
      : [];
  const back: Point[] = isDouble
    ? [
        [0, 0],
        [0, LIP],
      ]
    : [[0, 0]];
  return {
    shapes: [...prism(0, width, [...top, ...near], back), ...studs(z, width, flat)],
    size: [width, y, z],
    back: backOf([width, y, z]),
  };
}

export function invertedSlope(x: number, y: number, z: number): Solid {
  const width = Math.min(x, LONGEST);
  const strips: Point[][] = [
    [
      [0, z],
      [y, z],
    ],
    [
      [y, z],
      [y, z - PLATE],
    ],
    [
      [y, z - PLATE],
      [1, 0],
    ],
  ];
  return { shapes: [...prism(0, width, strips, [[0, 0]]), ...studs(z, width, y)], size: [width, y, z] };
}

/** Falls in a bow from its far edge. */
export function curvedSlope(x: number, y: number, z: number): Solid {
  const bow = [0, 1, 2, 3, 4, 5, 6].map((step): Point => {
    const angle = (step / 6) * (Math.PI / 2);
    return [y * Math.sin(angle), LIP + (z - LIP) * Math.cos(angle)];
  });
  const strips: Point[][] = [
    bow,
    [
      [y, LIP],
      [y, 0],
    ],
  ];
  return { shapes: prism(0, x, strips, [[0, 0]]), size: [x, y, z] };
}

/** A wall with a bow cut out of its long side. */
export function arch(x: number, z: number): Solid {
  const width = Math.min(x, LONGEST);
  const [from, to] = [1, width - 1];
  const rise = Math.min((to - from) / 2, z - PLATE);
  const bow = Array.from({ length: 13 }, (_, step): Place => {
    const angle = (step / 12) * Math.PI;
    const middle = (from + to) / 2;
    return [middle - ((to - from) / 2) * Math.cos(angle), 1, rise * Math.sin(angle)];
  });
  return {
    shapes: [...box([width, 1, z]), { tone: "inside", d: face(bow) }, ...studs(z, width, 1)],
    size: [width, 1, z],
  };
}

/** A plate with one corner cut off; `left` and `right` as in its name. */
export function wedgePlate(x: number, y: number, isRight: boolean): Solid {
  const ground: Point[] = isRight
    ? [
        [0, 0],
        [x, 0],
        [x, 1],
        [x / 2, y],
        [0, y],
      ]
    : [
        [0, 0],
        [x, 0],
        [x, y],
        [x / 2, y],
        [0, 1],
      ];
  const inner = isRight ? studs(PLATE, Math.floor(x / 2), y) : studs(PLATE, x, y, Math.ceil(x / 2));
  return { shapes: [...slab(ground, 0, PLATE), ...inner], size: [x, y, PLATE] };
}

/** Round, `wide` studs across. */
export function round(wide: number, z: number, studded: "all" | "middle" | "none"): Solid {
  const across = Math.min(wide, LONGEST);
  const radius = across / 2;
  const shapes: Shape[] = cylinder([radius, radius, 0], radius, z);
  if (studded === "middle" || across === 1) {
    if (studded !== "none") shapes.push(...stud(radius, radius, z));
  } else if (studded === "all") shapes.push(...merged(studsWithin(radius, z)));
  return { shapes, size: [across, across, z] };
}

function studsWithin(radius: number, z: number): Shape[] {
  const all: Shape[] = [];
  for (let x = 0.5; x < radius * 2; x++) {
    for (let y = 0.5; y < radius * 2; y++) {
      if (Math.hypot(x - radius, y - radius) + STUD_RADIUS <= radius + 0.1) all.push(...stud(x, y, z));
    }
  }
  return all;
}

/** A quarter of a round one, its bow towards us. */
export function quarter(wide: number, z: number, studded: boolean): Solid {
  const across = Math.min(wide, LONGEST);
  const bow = Array.from({ length: 13 }, (_, step): Point => {
    const angle = (step / 12) * (Math.PI / 2);
    return [across * Math.cos(angle), across * Math.sin(angle)];
  });
  const inner: Shape[] = [];
  for (let x = 0.5; studded && x < across; x++) {
    for (let y = 0.5; y < across; y++) {
      if (Math.hypot(x, y) + STUD_RADIUS <= across) inner.push(...stud(x, y, z));
    }
  }
  const [right, left] = [bow.slice(0, 7), bow.slice(6)];
  const wall = (part: readonly Point[]): string =>
    face([
      ...part.map((point): Place => [...point, 0]),
      ...part.map((point): Place => [...point, z]).reverse(),
    ]);
  return {
    shapes: [
      { tone: "right", d: wall(right) },
      { tone: "left", d: wall(left) },
      { tone: "top", d: face([[0, 0, z], ...bow.map((point): Place => [...point, z])]) },
      ...merged(inner),
    ],
    size: [across, across, z],
  };
}

export function cone(wide: number, z: number): Solid {
  const radius = wide / 2;
  return {
    shapes: [
      ...cylinder([radius, radius, 0], radius, z, 0.35 * radius + 0.1),
      ...(wide > 1 ? stud(radius, radius, z) : []),
    ],
    size: [wide, wide, z],
  };
}

/** A bowl, open above. */
export function dish(wide: number): Solid {
  const radius = wide / 2;
  const depth = 0.3 + wide / 10;
  const middle: Place = [radius, radius, depth];
  return {
    shapes: [
      ...cylinder([radius, radius, 0], radius * 0.5, depth, radius),
      { tone: "left", d: loop(middle, [radius * 0.9, 0, 0], [0, radius * 0.9, 0]) },
      { tone: "slant", d: loop([radius, radius, depth * 0.5], [radius * 0.5, 0, 0], [0, radius * 0.5, 0]) },
    ],
    size: [wide, wide, depth],
  };
}

/** The three edges that meet in the corner behind. */
function backOf([x, y, z]: Place): string {
  return [
    face([
      [0, 0, 0],
      [x, 0, 0],
    ]),
    face([
      [0, 0, 0],
      [0, y, 0],
    ]),
    face([
      [0, 0, 0],
      [0, 0, z],
    ]),
  ].join("");
}

/** The ground of what goes on: a zigzag where it was cut. */
function torn(x: number, y: number, cutX: boolean, cutY: boolean): Point[] {
  if (!cutX && !cutY) return rectangle(0, 0, x, y);
  const zigzag = (length: number): number[] =>
    Array.from({ length: length * 2 - 1 }, (_, step) => (step + 1) / 2);
  const right = cutX ? zigzag(y).map((along, step): Point => [x - (step % 2 ? 0 : 0.35), along]) : [];
  const left = cutY ? zigzag(x).map((along, step): Point => [x - along, y - (step % 2 ? 0 : 0.35)]) : [];
  return [[0, 0], [x, 0], ...right, [x, y], ...left, [0, y]];
}

export { BRICK, PLATE };
