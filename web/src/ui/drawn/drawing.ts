/** What a part looks like, told from nothing but its name. */
import * as pieces from "./pieces.ts";
import * as solids from "./solids.ts";
import { BRICK, PLATE, type Solid } from "./solids.ts";

export interface Drawing extends Solid {
  /** Lines of text on a parcel: the category of what cannot be drawn. */
  readonly label: readonly string[];
}

/** Deep × wide × high, as names count them: "2 x 4", "1 x 2 x 5", "4 x 2 1/2 x 1 2/3". */
interface Size {
  readonly deep: number;
  readonly wide: number;
  /** In bricks; null if the name does not say. */
  readonly high: number | null;
}

const NUMBER = String.raw`(\d+(?: \d\/\d|\/\d)?)`;
const SIZE = new RegExp(`${NUMBER} ?x ${NUMBER}(?: x ${NUMBER})?`);
const LENGTH = /(\d+) ?L\b/;
const MILLIMETRES = /(\d+(?:\.\d+)?)(?:mm)?(?: D\.)? x (\d+(?:\.\d+)?)/;
const STUD_MM = 8;

/** @param categoryName null where it is unknown. */
export function drawing(name: string, categoryName: string | null): Drawing {
  const solid = known(name);
  return solid ? { ...solid, label: [] } : { ...pieces.parcel(), label: labelled(categoryName ?? "") };
}

function known(name: string): Solid | null {
  const size = sizeOf(name);
  const [kind = ""] = name.split(/[ ,]/, 1);
  switch (kind) {
    case "Brick":
    case "Plate":
    case "Tile":
    case "Baseplate":
      return size && block(kind, name, size);
    case "Slope":
      return size && slope(name, size);
    case "Arch":
      return size && solids.arch(size.wide, heightOf(size));
    case "Wedge":
      return size && name.startsWith("Wedge, Plate") ? wedgePlate(name, size) : null;
    case "Cone":
      return size && solids.cone(size.wide, heightOf(size));
    case "Dish":
      return size && solids.dish(size.wide);
    case "Technic":
      return technic(name, size);
    case "Wheel":
    case "Tire":
      return wheel(name, kind === "Tire");
    case "Minifigure":
    case "Minifig":
      return minifigure(name);
    default:
      return null;
  }
}

function block(kind: "Brick" | "Plate" | "Tile" | "Baseplate", name: string, size: Size): Solid {
  const thin = kind === "Baseplate" ? 0.12 : PLATE;
  const high = kind === "Brick" ? heightOf(size) : thin;
  const bare = kind === "Tile";
  if (/Round Corner|Quarter|Macaroni/.test(name)) return solids.quarter(size.wide, high, !bare);
  const isJumper = /Jumper|with 1 Stud|1 Center Stud/.test(name);
  if (/Round/.test(name)) {
    const isPlain = bare || /Dome/.test(name);
    return solids.round(size.wide, high, isPlain ? "none" : isJumper ? "middle" : "all");
  }
  const studded = bare ? "none" : isJumper ? "middle" : /on (1 )?Edge/.test(name) ? "edge" : "all";
  return solids.block(size.wide, size.deep, high, studded);
}

function slope(name: string, size: Size): Solid {
  const high = heightOf(size);
  if (/Inverted/.test(name)) return solids.invertedSlope(size.wide, size.deep, high);
  if (/Curved/.test(name))
    return solids.curvedSlope(size.wide, size.deep, size.high === null ? 2 * PLATE : high);
  return solids.slope(size.wide, size.deep, high, /Double|Ridge|Peak/.test(name));
}

function wedgePlate(name: string, { deep, wide }: Size): Solid {
  return solids.wedgePlate(Math.max(wide, deep), Math.min(wide, deep), !/Left/.test(name));
}

function technic(name: string, size: Size | null): Solid | null {
  const length = Number(LENGTH.exec(name)?.[1] ?? 0);
  if (/Technic, Brick/.test(name) && size) {
    return pieces.holedBrick(size.wide, BRICK, size.wide === 1 || /1 x 2 with Holes/.test(name));
  }
  if (/Technic, Plate/.test(name) && size) return solids.block(size.wide, size.deep, PLATE);
  if (/Liftarm/.test(name) && size) return pieces.liftarm(Math.max(size.wide, size.deep), /Thin/.test(name));
  if (/Connector/.test(name)) return null;
  if (/Pin/.test(name)) return pieces.pin(Math.max(length, 2));
  if (/Axle/.test(name)) return pieces.axle(length || 3);
  if (/Gear/.test(name)) return pieces.gear(Number(/(\d+) Tooth/.exec(name)?.[1] ?? 16));
  if (/Bush/.test(name)) return pieces.pin(1);
  return null;
}

function wheel(name: string, isTire: boolean): Solid {
  const [, across = "24", wide = "12"] = MILLIMETRES.exec(name) ?? [];
  return pieces.wheel(Number(across) / STUD_MM, Math.min(Number(wide) / STUD_MM, 3), isTire);
}

function minifigure(name: string): Solid {
  if (/Hair|Head ?gear|Helmet|Hat\b/.test(name)) return pieces.headgear();
  if (/\bHead\b/.test(name)) return pieces.head();
  if (/Torso/.test(name)) return pieces.torso();
  if (/Legs|Hips/.test(name)) return pieces.legs();
  return pieces.minifigure();
}

function sizeOf(name: string): Size | null {
  const [, deep, wide, high] = SIZE.exec(name) ?? [];
  if (deep === undefined || wide === undefined) return null;
  const [a, b] = [numberOf(deep), numberOf(wide)];
  const turned = name.startsWith("Slope") ? [a, b] : [Math.min(a, b), Math.max(a, b)];
  const [depth = a, width = b] = turned;
  return { deep: depth, wide: width, high: high === undefined ? null : numberOf(high) };
}

function heightOf({ high }: Size): number {
  return Math.min(high ?? 1, 6) * BRICK;
}

/** "1 2/3" and "2/3" too. */
function numberOf(text: string): number {
  return text.split(" ").reduce((sum, part) => {
    const [above = 0, below = 1] = part.split("/").map(Number);
    return sum + above / below;
  }, 0);
}

/** Two lines at most: a category's kind, and what it is a kind of. */
function labelled(categoryName: string): string[] {
  const [first = "", ...others] = categoryName.split(/, | (?=&)/);
  return [first, others.join(" ")].filter((line) => line !== "");
}
