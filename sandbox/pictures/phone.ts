import type { SKRSContext2D } from "@napi-rs/canvas";
import type { Random } from "@/sandbox/random";
import { fillBox, strokePath, write } from "@/sandbox/pictures/brush";

/** The phone that a screenshot was taken on. Lengths are in points of a 360 points wide screen. */
export type Phone = {
  system: "android" | "ios";
  width: number;
  height: number;
  /** Pixels a point. */
  scale: number;
  clock: string;
  battery: number;
  network: string;
  wifi: boolean;
  dark: boolean;
  ink: { page: string; card: string; text: string; faint: string; line: string };
};

const light = { page: "#f4f5f7", card: "#ffffff", text: "#1b1d21", faint: "#6c727c", line: "#e2e4e9" };
const dark = { page: "#111317", card: "#1c1f25", text: "#eceef2", faint: "#979daa", line: "#2e323a" };

/** A phone with its own size, clock, battery and colours; about 540×1170 pixels. */
export function pickPhone(random: Random): Phone {
  const system = random.chance(0.68) ? "android" : "ios";
  const darkMode = random.chance(0.25);
  const hour = random.integer(0, 23);
  const minute = String(random.integer(0, 59)).padStart(2, "0");
  const twelveHours = random.chance(0.3);
  return {
    system,
    width: 360,
    height: system === "ios" ? 779 : random.pick([780, 780, 800, 760]),
    scale: 1.5,
    clock: twelveHours ? `${hour % 12 || 12}:${minute}` : `${hour}:${minute}`,
    battery: random.integer(4, 100),
    network: random.pick(["5G", "4G", "LTE", "4G+"]),
    wifi: random.chance(0.6),
    dark: darkMode,
    ink: darkMode ? dark : light,
  };
}

/** Where the app's own page starts, below the status bar. */
export function pageTop(phone: Phone): number {
  return phone.system === "ios" ? 44 : 28;
}

/** The status bar in `color` over whatever is drawn there, and the system's bar at the bottom. */
export function drawChrome(ctx: SKRSContext2D, phone: Phone, color: string): void {
  const ios = phone.system === "ios";
  const baseline = ios ? 29 : 19;
  const left = ios ? 34 : 16;
  write(ctx, phone.clock, left, baseline, { size: ios ? 15 : 12.5, bold: ios, color });

  const right = phone.width - (ios ? 26 : 14);
  drawBattery(ctx, phone, right, baseline, color);
  let x = right - (ios ? 34 : 42);
  if (phone.wifi) {
    drawWifi(ctx, x - 7, baseline - 1, color);
    x -= 20;
  } else {
    write(ctx, phone.network, x, baseline, { size: 11, color, align: "right", bold: ios });
    x -= 26;
  }
  for (let bar = 0; bar < 4; bar += 1) {
    const height = 3 + bar * 2.4;
    ctx.globalAlpha = bar < 2 + (phone.battery % 3) ? 1 : 0.35;
    fillBox(ctx, x - 15 + bar * 4, baseline - height, 2.8, height, 0.6, color);
  }
  ctx.globalAlpha = 1;
  drawBottomBar(ctx, phone);
}

function drawBattery(ctx: SKRSContext2D, phone: Phone, right: number, baseline: number, color: string): void {
  if (phone.system === "android") {
    write(ctx, `${phone.battery}%`, right - 14, baseline, { size: 11, color, align: "right" });
  }
  const width = phone.system === "ios" ? 22 : 9;
  const height = phone.system === "ios" ? 11 : 13;
  ctx.globalAlpha = 0.4;
  fillBox(ctx, right - width, baseline - height + 1, width, height, 2.5, color);
  ctx.globalAlpha = 1;
  const level = phone.battery / 100;
  const fill = phone.battery < 15 ? "#e5484d" : color;
  if (phone.system === "ios") {
    fillBox(ctx, right - width, baseline - height + 1, width * level, height, 2.5, fill);
  } else {
    fillBox(ctx, right - width, baseline + 1 - height * level, width, height * level, 2, fill);
  }
}

function drawWifi(ctx: SKRSContext2D, x: number, y: number, color: string): void {
  ctx.strokeStyle = color;
  ctx.lineWidth = 1.7;
  for (const radius of [3, 6.2, 9.4]) {
    ctx.beginPath();
    ctx.arc(x, y, radius, Math.PI * 1.25, Math.PI * 1.75);
    ctx.stroke();
  }
}

function drawBottomBar(ctx: SKRSContext2D, phone: Phone): void {
  const y = phone.height - 12;
  if (phone.system === "ios") {
    fillBox(ctx, phone.width / 2 - 66, y + 2, 132, 4.5, 2.2, phone.ink.text);
    return;
  }
  const { width } = phone;
  fillBox(ctx, 0, phone.height - 34, width, 34, 0, phone.dark ? "#000000" : "#ffffff");
  const grey = phone.dark ? "#9aa0aa" : "#6c727c";
  const middle = phone.height - 17;
  strokePath(
    ctx,
    [
      [width * 0.25 + 5, middle - 6],
      [width * 0.25 - 4, middle],
      [width * 0.25 + 5, middle + 6],
    ],
    1.8,
    grey,
  );
  ctx.strokeRect(width * 0.75 - 5.5, middle - 5.5, 11, 11);
  ctx.beginPath();
  ctx.arc(width / 2, middle, 6.5, 0, Math.PI * 2);
  ctx.stroke();
}
