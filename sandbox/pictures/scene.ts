import type { SKRSContext2D } from "@napi-rs/canvas";
import type { Random } from "@/sandbox/random";
import { fillCircle, write } from "@/sandbox/pictures/brush";

/** A photo-like landscape in a box: sky, sun, hills, water or a skyline. Everybody sees the same post, so pass a theme's sequence. */
export function drawScene(
  ctx: SKRSContext2D,
  random: Random,
  box: { x: number; y: number; width: number; height: number },
): void {
  const { x, y, width, height } = box;
  ctx.save();
  ctx.beginPath();
  ctx.rect(x, y, width, height);
  ctx.clip();
  const hue = random.integer(0, 359);
  const sky = ctx.createLinearGradient(x, y, x, y + height);
  sky.addColorStop(0, `hsl(${(hue + 200) % 360} 70% 45%)`);
  sky.addColorStop(0.6, `hsl(${(hue + 240) % 360} 75% 72%)`);
  sky.addColorStop(1, `hsl(${(hue + 30) % 360} 80% 82%)`);
  ctx.fillStyle = sky;
  ctx.fillRect(x, y, width, height);
  const sunX = x + width * (0.2 + random.fraction() * 0.6);
  fillCircle(
    ctx,
    sunX,
    y + height * (0.2 + random.fraction() * 0.25),
    height * 0.09,
    "rgba(255,248,220,0.9)",
  );
  for (let layer = 0; layer < 4; layer += 1) {
    const base = y + height * (0.45 + layer * 0.14);
    ctx.fillStyle = `hsl(${(hue + 90 + layer * 18) % 360} ${28 + layer * 6}% ${52 - layer * 11}%)`;
    ctx.beginPath();
    ctx.moveTo(x, y + height);
    const phase = random.fraction() * 6;
    const bend = 0.012 + random.fraction() * 0.02;
    for (let step = 0; step <= width; step += 6) {
      ctx.lineTo(
        x + step,
        base + Math.sin(step * bend + phase) * height * 0.07 + Math.sin(step * 0.09 + phase) * 2.5,
      );
    }
    ctx.lineTo(x + width, y + height);
    ctx.fill();
  }
  ctx.restore();
}

/** A round picture of a person: a colour and an initial. */
export function drawFace(
  ctx: SKRSContext2D,
  x: number,
  y: number,
  radius: number,
  name: string,
  hue: number,
): void {
  const fill = ctx.createLinearGradient(x, y - radius, x, y + radius);
  fill.addColorStop(0, `hsl(${hue} 55% 58%)`);
  fill.addColorStop(1, `hsl(${(hue + 30) % 360} 60% 40%)`);
  ctx.fillStyle = fill;
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, Math.PI * 2);
  ctx.fill();
  const initial = [...name][0] ?? "?";
  write(ctx, initial.toUpperCase(), x, y + radius * 0.36, {
    size: radius,
    bold: true,
    color: "#ffffff",
    align: "center",
  });
}
