import { drawStars, fillBox, strokePath, write, writeParagraph } from "@/sandbox/pictures/brush";
import { personName } from "@/sandbox/pictures/names";
import { drawChrome, pageTop } from "@/sandbox/pictures/phone";
import { drawFace, drawScene } from "@/sandbox/pictures/scene";
import type { Sketch } from "@/sandbox/pictures/sketch";

/** An app store page of an installed app: the "Open" button is the proof. */
export function drawStorePage({ ctx, phone, brand, random, shared, person }: Sketch): void {
  const { ink, width, height } = phone;
  fillBox(ctx, 0, 0, width, height, 0, ink.card);
  const top = pageTop(phone);
  strokePath(
    ctx,
    [
      [28, top + 16],
      [20, top + 24],
      [28, top + 32],
    ],
    2.2,
    ink.text,
  );
  drawFace(ctx, width - 30, top + 24, 13, person.name, (person.name.length * 61) % 360);

  const y = top + 58 - random.integer(0, 6);
  const icon = ctx.createLinearGradient(20, y, 92, y + 72);
  icon.addColorStop(0, brand.color);
  icon.addColorStop(1, brand.deep);
  ctx.fillStyle = icon;
  ctx.beginPath();
  ctx.roundRect(20, y, 72, 72, 16);
  ctx.fill();
  write(ctx, brand.short, 56, y + 50, { size: 40, bold: true, color: "#ffffff", align: "center" });
  write(ctx, brand.name, 108, y + 24, { size: 20, bold: true, color: ink.text, width: width - 124 });
  write(ctx, `${brand.name} Ltd`, 108, y + 44, { size: 13, color: brand.color });
  write(ctx, "Contains ads · In-app purchases", 108, y + 63, { size: 11, color: ink.faint });

  const rating = 3.6 + shared.integer(0, 12) / 10;
  const figures = [
    [`${rating.toFixed(1)} ★`, `${shared.integer(2, 90)}K reviews`],
    [`${shared.integer(8, 90)} MB`, "Size"],
    [`${shared.pick([1, 5, 10])}M+`, "Downloads"],
  ] as const;
  for (const [index, [value, label]] of figures.entries()) {
    const x = width * (0.18 + index * 0.32);
    write(ctx, value, x, y + 112, { size: 15, bold: true, color: ink.text, align: "center" });
    write(ctx, label, x, y + 130, { size: 11, color: ink.faint, align: "center" });
    if (index > 0) fillBox(ctx, width * (0.02 + index * 0.32), y + 102, 1, 24, 0, ink.line);
  }
  const half = (width - 50) / 2;
  ctx.strokeStyle = ink.faint;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.roundRect(20, y + 150, half, 40, 20);
  ctx.stroke();
  write(ctx, "Uninstall", 20 + half / 2, y + 175, {
    size: 14,
    bold: true,
    color: brand.color,
    align: "center",
  });
  fillBox(ctx, 30 + half, y + 150, half, 40, 20, brand.color);
  write(ctx, "Open", 30 + half * 1.5, y + 175, { size: 14, bold: true, color: "#ffffff", align: "center" });

  const slide = random.integer(0, 70);
  for (let shot = 0; shot < 4; shot += 1) {
    const x = 20 + shot * 118 - slide;
    drawScene(ctx, shared, { x, y: y + 210, width: 108, height: 190 });
    fillBox(ctx, x + 10, y + 222, 88, 18, 6, "#ffffffd0");
    write(ctx, ["Plan", "Track", "Share", "Relax"][shot] ?? "", x + 54, y + 235, {
      size: 10.5,
      bold: true,
      color: "#222222",
      align: "center",
    });
  }
  write(ctx, "About this app", 20, y + 434, { size: 16, bold: true, color: ink.text });
  writeParagraph(
    ctx,
    "Plan your week, keep track of what matters and share it with your friends. Works without a connection.",
    20,
    y + 458,
    width - 40,
    { size: 13, color: ink.faint },
  );
  write(ctx, "Ratings and reviews", 20, y + 528, { size: 16, bold: true, color: ink.text });
  for (let row = 0; y + 552 + row * 66 < height - 70; row += 1) {
    const name = personName(random);
    const line = y + 552 + row * 66;
    drawFace(ctx, 34, line + 16, 13, name, (name.length * 53) % 360);
    write(ctx, name, 56, line + 14, { size: 13, color: ink.text });
    drawStars(ctx, 56, line + 28, 10, random.integer(2, 5), brand.color, ink.line);
    write(
      ctx,
      random.pick([
        "Works well",
        "Good but slow at times",
        "Muy útil",
        "Хорошее приложение",
        "Best of its kind",
      ]),
      56,
      line + 48,
      { size: 12.5, color: ink.faint },
    );
  }
  drawChrome(ctx, phone, ink.text);
}
