/**
 * Solids in isometric 2 : 1 projection, as SVG path data. Lengths are studs: x runs to the lower right, y to the
 * lower left, z up; a brick is 1.2 studs high, a plate 0.4.
 */

export type Point = readonly [number, number];
/** Lit from above, the color itself, in shade, and the darkest: what lies inside. */
export type Tone = "top" | "left" | "right" | "line";

/** One filled path; `faces` of one tone are drawn together, so that a part costs few elements. */
export interface Shape {
  readonly tone: Tone;
  readonly d: string;
}

export const BRICK = 1.2;
export const PLATE = 0.4;
const HEIGHT = 1.2247;
const STUD_RADIUS = 0.3;
const STUD_HEIGHT = 0.17;

export function project(x: number, y: number, z: number): Point {
  return [x - y, (x + y) / 2 - z * HEIGHT];
}

/** A closed polygon of corners in space. */
export function face(...corners: readonly (readonly [number, number, number])[]): string {
  return `M${corners.map((corner) => write(project(...corner))).join("L")}Z`;
}

/** A box of x × y × z whose far lower corner is at `at`: its three seen faces. */
export function box(
  x: number,
  y: number,
  z: number,
  at: readonly [number, number, number] = [0, 0, 0],
): Shape[] {
  const [x0, y0, z0] = at;
  const [x1, y1, z1] = [x0 + x, y0 + y, z0 + z];
  return [
    { tone: "left", d: face([x0, y1, z0], [x1, y1, z0], [x1, y1, z1], [x0, y1, z1]) },
    { tone: "right", d: face([x1, y0, z0], [x1, y1, z0], [x1, y1, z1], [x1, y0, z1]) },
    { tone: "top", d: face([x0, y0, z1], [x1, y0, z1], [x1, y1, z1], [x0, y1, z1]) },
  ];
}

/** An upright cylinder around `x, y`: its wall, lit and in shade, and its lid. */
export function cylinder(x: number, y: number, z: number, radius: number, height: number): Shape[] {
  const [cx, cy] = project(x, y, z);
  const rx = radius * Math.SQRT2;
  const ry = rx / 2;
  const top = cy - height * HEIGHT;
  const arc = `A${num(rx)} ${num(ry)} 0 0`;
  return [
    {
      tone: "left",
      d: `M${write([cx - rx, top])}V${num(cy)}${arc} 0 ${write([cx, cy + ry])}V${num(top)}Z`,
    },
    {
      tone: "right",
      d: `M${write([cx, top])}V${num(cy + ry)}${arc} 0 ${write([cx + rx, cy])}V${num(top)}Z`,
    },
    {
      tone: "top",
      d: `M${write([cx - rx, top])}${arc} 1 ${write([cx + rx, top])}${arc} 1 ${write([cx - rx, top])}Z`,
    },
  ];
}

/** Studs on a ground at height z, in each square of x0…x1 × y0…y1. */
export function studs(x1: number, y1: number, z: number, x0 = 0, y0 = 0): Shape[] {
  const each: Shape[][] = [];
  for (let x = x0; x < x1; x++) {
    for (let y = y0; y < y1; y++) each.push(cylinder(x + 0.5, y + 0.5, z, STUD_RADIUS, STUD_HEIGHT));
  }
  return merged(each.flat());
}

/** Shapes that do not cover each other, in one path per tone. */
export function merged(shapes: readonly Shape[]): Shape[] {
  const tones = [...new Set(shapes.map(({ tone }) => tone))];
  return tones.map((tone) => ({
    tone,
    d: shapes
      .filter((shape) => shape.tone === tone)
      .map(({ d }) => d)
      .join(""),
  }));
}

export function write([x, y]: Point): string {
  return `${num(x)} ${num(y)}`;
}

/** Two decimals are a hundredth of a stud: nobody sees less. */
export function num(value: number): string {
  return String(Math.round(value * 100) / 100);
}
