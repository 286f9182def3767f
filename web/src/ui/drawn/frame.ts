/** How a drawing stands in its box of 4 : 3. */
import { type Place, project } from "./isometric.ts";

/** Studs from left to right at least: small parts stay smaller than large ones. */
const LEAST_WIDTH = 4.6;
const AIR = 1.16;

/** The `viewBox` around a part of this size, with air. */
export function viewBox([x, y, z]: Place): string {
  const [left, right] = [project([0, y, 0])[0], project([x, 0, 0])[0]];
  const [top, bottom] = [project([0, 0, z + 0.2])[1], project([x, y, 0])[1]];
  const width = Math.max((right - left) * AIR, (bottom - top) * AIR * (4 / 3), LEAST_WIDTH);
  const height = width * 0.75;
  const box = [(left + right - width) / 2, (top + bottom - height) / 2, width, height];
  return box.map((length) => length.toFixed(2)).join(" ");
}

/** Puts what is drawn around 0, 0 into the middle of the near left face. */
export function onLeftFace([x, y, z]: Place): string {
  const [middleX, middleY] = project([x / 2, y, z / 2]);
  return `matrix(1 0.5 0 1.2247 ${middleX.toFixed(2)} ${middleY.toFixed(2)})`;
}
