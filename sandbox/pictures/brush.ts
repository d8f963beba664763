import { createRequire } from "node:module";
import { GlobalFonts, type SKRSContext2D } from "@napi-rs/canvas";

// Only fonts of the package are used, so that a picture is the same on every machine.
const family = "SandboxPhone";
const require = createRequire(import.meta.url);
for (const file of ["DejaVuSansCondensed.ttf", "DejaVuSansCondensed-Bold.ttf"]) {
  GlobalFonts.registerFromPath(require.resolve(`dejavu-fonts-ttf/ttf/${file}`), family);
}

export type TextStyle = {
  size: number;
  color: string;
  bold?: boolean;
  align?: "left" | "center" | "right";
  /** Cut off with "…" beyond this width. */
  width?: number;
};

/** Writes one line; `y` is its baseline. */
export function write(ctx: SKRSContext2D, text: string, x: number, y: number, style: TextStyle): void {
  useFont(ctx, style);
  ctx.fillStyle = style.color;
  ctx.textAlign = style.align ?? "left";
  let shown = text;
  while (style.width && shown.length > 1 && ctx.measureText(shown).width > style.width) {
    shown = `${shown.replace(/…$/, "").slice(0, -1)}…`;
  }
  ctx.fillText(shown, x, y);
}

/** Writes a paragraph broken at words into lines of at most `width`; returns the baseline after the last line. */
export function writeParagraph(
  ctx: SKRSContext2D,
  text: string,
  x: number,
  y: number,
  width: number,
  style: TextStyle,
): number {
  useFont(ctx, style);
  let line = "";
  let baseline = y;
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && ctx.measureText(longer).width > width) {
      write(ctx, line, x, baseline, style);
      baseline += style.size * 1.45;
      line = word;
    } else {
      line = longer;
    }
  }
  write(ctx, line, x, baseline, style);
  return baseline + style.size * 1.45;
}

/** A filled rectangle with round corners. */
export function fillBox(
  ctx: SKRSContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
  radius: number,
  color: string,
): void {
  ctx.fillStyle = color;
  ctx.beginPath();
  ctx.roundRect(x, y, width, height, radius);
  ctx.fill();
}

export function fillCircle(ctx: SKRSContext2D, x: number, y: number, radius: number, color: string): void {
  ctx.fillStyle = color;
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, Math.PI * 2);
  ctx.fill();
}

/** Strokes a line through the points. */
export function strokePath(
  ctx: SKRSContext2D,
  points: readonly [number, number][],
  width: number,
  color: string,
): void {
  ctx.strokeStyle = color;
  ctx.lineWidth = width;
  ctx.lineCap = "round";
  ctx.lineJoin = "round";
  ctx.beginPath();
  for (const [index, [x, y]] of points.entries()) {
    if (index === 0) ctx.moveTo(x, y);
    else ctx.lineTo(x, y);
  }
  ctx.stroke();
}

/** Five stars from `x`, `filled` of them in colour; each `size` wide. */
export function drawStars(
  ctx: SKRSContext2D,
  x: number,
  y: number,
  size: number,
  filled: number,
  color: string,
  empty: string,
): void {
  for (let index = 0; index < 5; index += 1) {
    const centre = x + size / 2 + index * size * 1.15;
    ctx.fillStyle = index < filled ? color : empty;
    ctx.beginPath();
    for (let point = 0; point < 10; point += 1) {
      const radius = point % 2 === 0 ? size / 2 : size / 4.6;
      const angle = (point * Math.PI) / 5 - Math.PI / 2;
      ctx.lineTo(centre + radius * Math.cos(angle), y + radius * Math.sin(angle));
    }
    ctx.fill();
  }
}

/** A heart around (x, y). */
export function drawHeart(
  ctx: SKRSContext2D,
  x: number,
  y: number,
  size: number,
  color: string,
  filled: boolean,
): void {
  const s = size / 2;
  ctx.beginPath();
  ctx.moveTo(x, y + s * 0.85);
  ctx.bezierCurveTo(x - s * 1.6, y - s * 0.2, x - s * 0.8, y - s * 1.2, x, y - s * 0.4);
  ctx.bezierCurveTo(x + s * 0.8, y - s * 1.2, x + s * 1.6, y - s * 0.2, x, y + s * 0.85);
  if (filled) {
    ctx.fillStyle = color;
    ctx.fill();
  } else {
    ctx.strokeStyle = color;
    ctx.lineWidth = 1.8;
    ctx.stroke();
  }
}

function useFont(ctx: SKRSContext2D, style: TextStyle): void {
  ctx.font = `${style.bold ? "bold " : ""}${style.size}px ${family}`;
}
