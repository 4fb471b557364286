import type { Paint } from "../../src/report/text/paint.ts";

const tag = (name: string) => (text: string) => `<${name}>${text}</${name}>`;

/** Colours that can be read in a snapshot. */
export const tagPaint: Paint = {
  bold: tag("bold"),
  dim: tag("dim"),
  red: tag("red"),
  green: tag("green"),
  yellow: tag("yellow"),
  cyan: tag("cyan"),
};
