import { fillBox, fillCircle, strokePath, write, writeParagraph } from "@/sandbox/pictures/brush";
import { drawChrome, pageTop } from "@/sandbox/pictures/phone";
import { drawFace, drawScene } from "@/sandbox/pictures/scene";
import type { Sketch } from "@/sandbox/pictures/sketch";

/** A profile in a social app that the worker follows now: the "Following" button is the proof. */
export function drawProfilePage({ ctx, phone, brand, random, shared, person }: Sketch): void {
  const { ink, width, height } = phone;
  fillBox(ctx, 0, 0, width, height, 0, ink.card);
  const top = pageTop(phone);
  const name = brand.name.toLowerCase().replace(/[^a-z]+/g, ".");
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
  write(ctx, name, 46, top + 30, { size: 17, bold: true, color: ink.text });
  for (const dot of [-6, 0, 6]) fillCircle(ctx, width - 22, top + 24 + dot, 1.8, ink.text);

  const y = top + 60 - random.integer(0, 8);
  drawFace(ctx, 58, y + 38, 38, brand.name, (brand.name.length * 31) % 360);
  const figures = [
    [shared.integer(80, 900).toLocaleString("en-US"), "posts"],
    [(shared.integer(2_000, 90_000) + random.integer(0, 2500)).toLocaleString("en-US"), "followers"],
    [String(shared.integer(20, 700)), "following"],
  ] as const;
  for (const [index, [value, label]] of figures.entries()) {
    const x = 142 + index * 78;
    write(ctx, value, x, y + 34, { size: 16, bold: true, color: ink.text, align: "center" });
    write(ctx, label, x, y + 52, { size: 12, color: ink.faint, align: "center" });
  }
  write(ctx, brand.name, 20, y + 102, { size: 14, bold: true, color: ink.text });
  const after = writeParagraph(
    ctx,
    "Open every day from 7. Made by hand, with patience. Order in our shop.",
    20,
    y + 122,
    width - 40,
    { size: 13, color: ink.text },
  );
  write(ctx, `Followed by ${person.handle} and ${random.integer(1, 40)} others`, 20, after + 6, {
    size: 12,
    color: ink.faint,
    width: width - 40,
  });
  const button = after + 24;
  fillBox(ctx, 20, button, 152, 34, 8, ink.line);
  write(ctx, "Following ▾", 96, button + 22, { size: 13.5, bold: true, color: ink.text, align: "center" });
  fillBox(ctx, 182, button, width - 202, 34, 8, ink.line);
  write(ctx, "Message", 182 + (width - 202) / 2, button + 22, {
    size: 13.5,
    bold: true,
    color: ink.text,
    align: "center",
  });

  const cell = width / 3;
  for (let row = 0; button + 52 + row * cell < height; row += 1) {
    for (let column = 0; column < 3; column += 1) {
      drawScene(ctx, shared, {
        x: column * cell + 1,
        y: button + 52 + row * cell + 1,
        width: cell - 2,
        height: cell - 2,
      });
    }
  }
  drawChrome(ctx, phone, ink.text);
}
