/** What has no grid: Technic, wheels, minifigures, and the parcel of all that cannot be drawn. */
import {
  box,
  cylinder,
  face,
  loop,
  type Place,
  type Point,
  prism,
  rod,
  type Shape,
  slab,
} from "./isometric.ts";
import { LONGEST, type Solid, stud, studs } from "./solids.ts";

const HOLE = 0.31;

/** Holes in the near left face, at y = `y`. */
function holes(places: readonly number[], y: number, z: number): Shape[] {
  return [
    {
      tone: "slant",
      d: places.map((x) => loop([x, y, z], [HOLE + 0.07, 0, 0], [0, 0, HOLE + 0.07])).join(""),
    },
    { tone: "inside", d: places.map((x) => loop([x, y, z], [HOLE, 0, 0], [0, 0, HOLE])).join("") },
  ];
}

/** A brick with holes through its side: between its studs, or under them. */
export function holedBrick(x: number, z: number, underStuds: boolean): Solid {
  const width = Math.min(x, LONGEST);
  const places = Array.from({ length: underStuds ? width : width - 1 }, (_, n) => n + (underStuds ? 0.5 : 1));
  return {
    shapes: [...box([width, 1, z]), ...holes(places, 1, 0.62), ...studs(z, width, 1)],
    size: [width, 1, z],
  };
}

/** A beam with round ends and a hole at every stud. */
export function liftarm(length: number, isThin: boolean): Solid {
  const long = Math.min(length, LONGEST);
  const thick = isThin ? 0.5 : 0.95;
  const end = (middle: number, from: number): Point[] =>
    Array.from({ length: 9 }, (_, step): Point => {
      const angle = from - (step / 8) * Math.PI;
      return [middle + 0.47 * Math.cos(angle), 0.5 + 0.47 * Math.sin(angle)];
    });
  const outline = [...end(long - 0.5, Math.PI / 2), ...end(0.5, -Math.PI / 2)];
  const place = ([x, z]: Point, y: number): Place => [x, y, z];
  const right = end(long - 0.5, Math.PI / 2).slice(1);
  return {
    shapes: [
      {
        tone: "right",
        d: face([
          ...right.map((point) => place(point, 0)),
          ...right.map((point) => place(point, thick)).reverse(),
        ]),
      },
      {
        tone: "top",
        d: face([
          [0.3, 0, 0.97],
          [long - 0.3, 0, 0.93],
          [long - 0.3, thick, 0.93],
          [0.3, thick, 0.97],
        ]),
      },
      { tone: "left", d: face(outline.map((point) => place(point, thick))) },
      ...holes(
        Array.from({ length: long }, (_, n) => n + 0.5),
        thick,
        0.5,
      ),
    ],
    size: [long, thick, 1],
  };
}

/** A rod with the cross-section of a plus. */
export function axle(length: number): Solid {
  const long = Math.min(length, LONGEST);
  const [a, b, c] = [0.13, 0.37, 0.5];
  const arms = [
    ...prism(
      0,
      long,
      [
        [
          [0, b],
          [c, b],
        ],
        [
          [c, b],
          [c, a],
        ],
      ],
      [[0, a]],
    ),
    ...prism(
      0,
      long,
      [
        [
          [a, c],
          [b, c],
        ],
        [
          [b, c],
          [b, 0],
        ],
      ],
      [[a, 0]],
    ),
  ];
  return { shapes: arms, size: [long, 0.5, 0.5] };
}

/** A pin with its collar, `length` studs long. */
export function pin(length: number): Solid {
  const collar = length / 2;
  return {
    shapes: [
      ...rod([0.5, 0, 0.5], collar, 0.3),
      ...rod([0.5, collar - 0.08, 0.5], 0.16, 0.42),
      ...rod([0.5, collar + 0.08, 0.5], length - collar - 0.08, 0.3),
      { tone: "inside", d: loop([0.5, length, 0.5], [0.17, 0, 0], [0, 0, 0.17]) },
    ],
    size: [1, length, 1],
  };
}

/** Standing, `across` and `wide` in studs; a tire is dark inside, a wheel has a rim and a hole. */
export function wheel(across: number, wide: number, isTire: boolean): Solid {
  const radius = Math.min(across, 6) / 2;
  const [u, v] = [
    (share: number): Place => [radius * share, 0, 0],
    (share: number): Place => [0, 0, radius * share],
  ];
  const middle: Place = [radius, wide, radius];
  const rings: Shape[] = isTire
    ? [
        { tone: "right", d: loop(middle, u(0.78), v(0.78)) },
        { tone: "inside", d: loop(middle, u(0.62), v(0.62)) },
      ]
    : [
        { tone: "slant", d: loop(middle, u(0.8), v(0.8)) },
        { tone: "right", d: loop(middle, u(0.5), v(0.5)) },
        { tone: "inside", d: loop(middle, u(0.2), v(0.2)) },
      ];
  return {
    shapes: [...rod([radius, 0, radius], wide, radius), ...rings],
    size: [radius * 2, wide, radius * 2],
  };
}

/** Lying, with as many teeth as its name says (or as can be told apart). */
export function gear(teeth: number): Solid {
  const shown = Math.min(teeth, 24);
  const radius = Math.min(0.4 + teeth / 16, 2.6);
  const rim = (far: number): Point[] =>
    Array.from({ length: shown * 4 }, (_, step): Point => {
      const angle = ((step + 0.5) / (shown * 4)) * 2 * Math.PI;
      const reach = step % 4 < 2 ? far : far - 0.22;
      return [radius + reach * Math.cos(angle), radius + reach * Math.sin(angle)];
    });
  const hole = (share: number): string =>
    loop([radius, radius, 0.5], [radius * share, 0, 0], [0, radius * share, 0]);
  return {
    shapes: [
      ...slab(rim(radius), 0, 0.5),
      { tone: "slant", d: hole(0.6) },
      { tone: "inside", d: loop([radius, radius, 0.5], [0.24, 0, 0], [0, 0.24, 0]) },
    ],
    size: [radius * 2, radius * 2, 0.5],
  };
}

export function head(x = 0, y = 0, z = 0): Solid {
  return {
    shapes: [
      ...cylinder([x + 0.6, y + 0.6, z], 0.42, 0.12, 0.58),
      ...cylinder([x + 0.6, y + 0.6, z + 0.12], 0.58, 0.72),
      ...cylinder([x + 0.6, y + 0.6, z + 0.84], 0.58, 0.12, 0.42),
      ...stud(x + 0.6, y + 0.6, z + 0.96),
    ],
    size: [1.2, 1.2, 1],
  };
}

/** Narrower at the shoulders, its arms at its sides. */
export function torso(z = 0): Solid {
  const front = (y: number): Place[] => [
    [0.1, y, z],
    [1.9, y, z],
    [1.6, y, z + 1.5],
    [0.4, y, z + 1.5],
  ];
  const side: Place[] = [
    [1.9, 0.1, z],
    [1.9, 0.9, z],
    [1.6, 0.9, z + 1.5],
    [1.6, 0.1, z + 1.5],
  ];
  const arm = (x: number): Shape[] => box([0.32, 0.5, 1.1], [x, 0.2, z + 0.3]);
  return {
    shapes: [
      ...arm(-0.06),
      { tone: "right", d: face(side) },
      { tone: "left", d: face(front(0.9)) },
      {
        tone: "top",
        d: face([
          [0.4, 0.1, z + 1.5],
          [1.6, 0.1, z + 1.5],
          [1.6, 0.9, z + 1.5],
          [0.4, 0.9, z + 1.5],
        ]),
      },
      ...cylinder([1, 0.5, z + 1.5], 0.28, 0.16),
      ...arm(1.74),
    ],
    size: [2, 1, 1.6],
  };
}

export function legs(): Solid {
  return {
    shapes: [
      ...box([0.9, 0.9, 1.1], [0.05, 0, 0]),
      ...box([0.9, 0.9, 1.1], [1.05, 0, 0]),
      ...box([1.9, 0.8, 0.35], [0.05, 0.05, 1.1]),
    ],
    size: [2, 1, 1.5],
  };
}

/** Hair, helmets, hats: a dome with a brim. */
export function headgear(): Solid {
  return {
    shapes: [
      ...cylinder([0.8, 0.8, 0], 0.85, 0.16),
      ...cylinder([0.8, 0.8, 0.16], 0.7, 0.42),
      ...cylinder([0.8, 0.8, 0.58], 0.7, 0.26, 0.42),
    ],
    size: [1.6, 1.6, 0.9],
  };
}

/** Whatever belongs to a figure is shown by the figure. */
export function minifigure(): Solid {
  const upper = torso(1.45);
  return {
    shapes: [...legs().shapes, ...upper.shapes, ...head(0.4, -0.1, 3.1).shapes],
    size: [2, 1, 4.2],
  };
}

/** A closed box, a strip of tape over it. */
export function parcel(): Solid {
  const [x, y, z]: Place = [3, 2.2, 1.7];
  const tape: Place[] = [
    [0, 0.9, z],
    [x, 0.9, z],
    [x, 1.3, z],
    [0, 1.3, z],
  ];
  const end: Place[] = [
    [x, 0.9, z],
    [x, 1.3, z],
    [x, 1.3, z - 0.5],
    [x, 0.9, z - 0.5],
  ];
  return {
    shapes: [...box([x, y, z]), { tone: "slant", d: face(tape) }, { tone: "left", d: face(end) }],
    size: [x, y, z],
  };
}
