/**
 * Solids in isometric 2 : 1 projection, as SVG path data. Lengths are studs: x runs to the lower right, y to the
 * lower left, z up; a brick is 1.2 studs high, a plate 0.4.
 */

export type Point = readonly [number, number];
export type Place = readonly [number, number, number];

/** From the lit top to the shade; `inside` is a hole or an underside. */
export type Tone = "top" | "slant" | "left" | "right" | "inside";

/** One filled path. Shapes lie upon each other in their order. */
export interface Shape {
  readonly tone: Tone;
  readonly d: string;
}

export const BRICK = 1.2;
export const PLATE = 0.4;
/** How long one stud of height is on the picture, where one of length is 1 to the side and 1/2 down. */
const HEIGHT = 1.2247;
/** Of a quarter of a circle drawn as a cubic curve. */
const ROUND = 0.5523;

export function project([x, y, z]: Place): Point {
  return [x - y, (x + y) / 2 - z * HEIGHT];
}

/** A closed polygon of corners in space. */
export function face(corners: readonly Place[]): string {
  return `M${corners.map(at).join("L")}Z`;
}

/** A box of x × y × z with its far lower corner at `from`: the three faces that are seen. */
export function box([x, y, z]: Place, from: Place = [0, 0, 0]): Shape[] {
  const [x0, y0, z0] = from;
  return slab(rectangle(x0, y0, x0 + x, y0 + y), z0, z0 + z);
}

export function rectangle(x0: number, y0: number, x1: number, y1: number): Point[] {
  return [
    [x0, y0],
    [x1, y0],
    [x1, y1],
    [x0, y1],
  ];
}

/** An upright wall around `ground`, which is listed clockwise as seen on the picture, with a lid. */
export function slab(ground: readonly Point[], z0: number, z1: number): Shape[] {
  const walls = ground.flatMap((from, index): Shape[] => {
    const to = ground[(index + 1) % ground.length] ?? from;
    const normal = [to[1] - from[1], from[0] - to[0]] as const;
    if (normal[0] + normal[1] <= 0.001) return [];
    const corners: Place[] = [
      [...from, z0],
      [...to, z0],
      [...to, z1],
      [...from, z1],
    ];
    return [{ tone: normal[1] > normal[0] ? "left" : "right", d: face(corners) }];
  });
  return [...merged(walls), { tone: "top", d: face(ground.map((point): Place => [...point, z1])) }];
}

/**
 * A side view drawn along x from x0 to x1. Each strip is a line of `[y, z]` and becomes one face, curved if it has
 * more than two points; they follow each other from the far upper edge to the near lower one.
 */
export function prism(
  x0: number,
  x1: number,
  strips: readonly (readonly Point[])[],
  back: readonly Point[],
): Shape[] {
  const faces = strips.flatMap((strip): Shape[] => {
    const tone = toneOf(strip);
    if (tone === null) return [];
    const near = strip.map(([y, z]): Place => [x1, y, z]);
    const far = strip.map(([y, z]): Place => [x0, y, z]).reverse();
    return [{ tone, d: face([...near, ...far]) }];
  });
  const outline = [...strips.flat(), ...back].map(([y, z]): Place => [x1, y, z]);
  return [...faces, { tone: "right", d: face(outline) }];
}

function toneOf(strip: readonly Point[]): Tone | null {
  const [first, last] = [strip[0], strip.at(-1)];
  if (first === undefined || last === undefined) return null;
  const [up, front] = [last[0] - first[0], first[1] - last[1]];
  const length = Math.hypot(up, front);
  if (front + up * 0.8 <= 0.001 * length) return null;
  if (up > 0.95 * length) return "top";
  if (up > 0.1 * length) return "slant";
  return up < -0.1 * length ? "inside" : "left";
}

/** A circle, or what becomes of it: around `center`, through center + u and center + v. */
export function loop(center: Place, u: Place, v: Place): string {
  const on = (a: number, b: number): string =>
    at([center[0] + a * u[0] + b * v[0], center[1] + a * u[1] + b * v[1], center[2] + a * u[2] + b * v[2]]);
  const k = ROUND;
  return (
    `M${on(1, 0)}C${on(1, k)} ${on(k, 1)} ${on(0, 1)}C${on(-k, 1)} ${on(-1, k)} ${on(-1, 0)}` +
    `C${on(-1, -k)} ${on(-k, -1)} ${on(0, -1)}C${on(k, -1)} ${on(1, -k)} ${on(1, 0)}Z`
  );
}

/** A round wall around `x, y`, lit on its left and in shade on its right, with a lid; a cone if its radii differ. */
export function cylinder([x, y, z]: Place, radius: number, height: number, topRadius = radius): Shape[] {
  const [cx, cy] = project([x, y, z]);
  const top = cy - height * HEIGHT;
  const [rx, ry, tx, ty] = [
    radius * Math.SQRT2,
    radius / Math.SQRT2,
    topRadius * Math.SQRT2,
    topRadius / Math.SQRT2,
  ];
  const half = (side: 1 | -1): string =>
    `M${num(cx)} ${num(top + ty)}A${num(tx)} ${num(ty)} 0 0 ${side === 1 ? 0 : 1} ${num(cx + side * tx)} ${num(top)}` +
    `L${num(cx + side * rx)} ${num(cy)}A${num(rx)} ${num(ry)} 0 0 ${side === 1 ? 1 : 0} ${num(cx)} ${num(cy + ry)}Z`;
  return [
    { tone: "left", d: half(-1) },
    { tone: "right", d: half(1) },
    { tone: "top", d: loop([x, y, z + height], [topRadius, 0, 0], [0, topRadius, 0]) },
  ];
}

/** A round rod along y, its near end seen: what it stands on is `from`, the middle of its far end. */
export function rod(from: Place, length: number, radius: number): Shape[] {
  const [x, y, z] = from;
  const u: Place = [radius, 0, 0];
  const v: Place = [0, 0, radius];
  // Where its outline leaves the circle: there the circle runs along the rod.
  const angle = Math.atan(2 * HEIGHT * 0.5) + Math.PI / 2;
  const rim = (turn: number, far: boolean): string =>
    at([x + radius * Math.cos(turn), far ? y : y + length, z + radius * Math.sin(turn)]);
  const steps = [0, 1, 2, 3, 4, 5, 6].map((step) => angle - (step * Math.PI) / 6);
  return [
    { tone: "right", d: loop(from, u, v) },
    {
      tone: "right",
      d: `M${steps.map((turn) => rim(turn, true)).join("L")}L${steps
        .map((turn) => rim(turn, false))
        .reverse()
        .join("L")}Z`,
    },
    { tone: "left", d: loop([x, y + length, z], u, v) },
  ];
}

/** Shapes that do not cover each other, in one path per tone. */
export function merged(shapes: readonly Shape[]): Shape[] {
  const tones = [...new Set(shapes.map(({ tone }) => tone))];
  return tones.map((tone) => {
    const same = shapes.filter((shape) => shape.tone === tone);
    return { tone, d: same.map(({ d }) => d).join("") };
  });
}

function at(place: Place): string {
  const [x, y] = project(place);
  return `${num(x)} ${num(y)}`;
}

/** A hundredth of a stud: nobody sees less. */
function num(value: number): number {
  return Math.round(value * 100) / 100;
}
