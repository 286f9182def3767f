/**
 * The tones in which a part of one color is drawn, by OKLCH: steps of lightness that look equally large in every
 * color. The matrices are Björn Ottosson's (https://bottosson.github.io/posts/oklab/).
 */

/** CSS colors: `top` is lit, `left` is the color itself, `right` lies in shade, `line` is darker still. */
export interface Tones {
  readonly top: string;
  readonly slant: string;
  readonly left: string;
  readonly right: string;
  readonly inside: string;
  readonly line: string;
  /** Near white or near black: the drawing needs a hairline, or it is lost on the page. */
  readonly needsHairline: boolean;
}

/** What a color's BrickLink type looks like. */
export type Finish = "solid" | "transparent" | "shiny" | "dotted";

type Triple = readonly [number, number, number];

const STEP = 0.09;
const LIGHTEST = 0.985;
/** By how much a full color stays below that: any lighter and it would be white. */
const LESS_IF_COLORED = 0.045;
const DARKEST = 0.1;

/** @param hexCode six hexadecimal digits without `#`, such as "b40000"; upper or lower case. */
export function tones(hexCode: string): Tones {
  const lch = toOklch(parseHex(hexCode));
  // A color at an end of the scale moves inwards, so that its three tones still differ.
  const lightest = LIGHTEST - LESS_IF_COLORED * Math.min(1, lch[1] / 0.1);
  const middle = Math.min(Math.max(lch[0], DARKEST + 2 * STEP), lightest - STEP);
  const tone = (steps: number): string => toHex(fitted([middle + steps * STEP, lch[1], lch[2]]));
  return {
    top: tone(1),
    slant: tone(0.5),
    left: tone(0),
    right: tone(-1),
    inside: tone(-1.6),
    line: tone(-2),
    needsHairline: lch[0] > 0.9 || lch[0] < 0.32,
  };
}

/** Black or white, whichever is read better on the color; by relative luminance, as WCAG 2 counts it. */
export function readableOn(hexCode: string): "#000000" | "#ffffff" {
  const [red, green, blue] = parseHex(hexCode).map(toLinear) as unknown as Triple;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000000" : "#ffffff";
}

/** `[lightness 0…1, chroma, hue in radians]` of red, green and blue, each 0…1. */
export function toOklch(rgb: Triple): Triple {
  const [r, g, b] = [toLinear(rgb[0]), toLinear(rgb[1]), toLinear(rgb[2])];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const c = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  return [0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s, Math.hypot(a, c), Math.atan2(c, a)];
}

/** Red, green and blue; outside 0…1 where a screen cannot show the color. */
export function fromOklch([lightness, chroma, hue]: Triple): Triple {
  const a = chroma * Math.cos(hue);
  const c = chroma * Math.sin(hue);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * c) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * c) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * c) ** 3;
  return [
    fromLinear(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    fromLinear(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    fromLinear(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

/** The same lightness and hue, with as much chroma as a screen can show. */
function fitted([lightness, chroma, hue]: Triple): Triple {
  let [least, most] = [0, chroma];
  if (isShown(fromOklch([lightness, chroma, hue]))) return fromOklch([lightness, chroma, hue]);
  for (let halving = 0; halving < 8; halving++) {
    const middle = (least + most) / 2;
    if (isShown(fromOklch([lightness, middle, hue]))) least = middle;
    else most = middle;
  }
  return fromOklch([lightness, least, hue]);
}

function isShown(rgb: Triple): boolean {
  return rgb.every((channel) => channel >= -0.0005 && channel <= 1.0005);
}

function parseHex(hexCode: string): Triple {
  const value = Number.parseInt(hexCode, 16);
  return [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
}

function toHex(rgb: Triple): string {
  const bytes = rgb.map((channel) => Math.round(Math.min(1, Math.max(0, channel)) * 255));
  return `#${bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

function toLinear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}

function fromLinear(channel: number): number {
  return channel <= 0.0031308 ? channel * 12.92 : 1.055 * channel ** (1 / 2.4) - 0.055;
}

/** Whether one sees through a color of this BrickLink type. */
export function isTransparent(type: string): boolean {
  return /trans/i.test(type);
}

/** @param type BrickLink's word: "Solid", "Transparent", "Chrome", "Pearl", "Metallic", "Glitter", "Speckle", … */
export function finishOf(type: string): Finish {
  if (isTransparent(type)) return "transparent";
  if (/chrome|pearl|metal/i.test(type)) return "shiny";
  return /glitter|speckle/i.test(type) ? "dotted" : "solid";
}
