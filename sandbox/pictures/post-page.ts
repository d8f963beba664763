import { drawHeart, fillBox, fillCircle, strokePath, write, writeParagraph } from "@/sandbox/pictures/brush";
import { drawChrome, pageTop } from "@/sandbox/pictures/phone";
import { drawFace, drawScene } from "@/sandbox/pictures/scene";
import type { Sketch } from "@/sandbox/pictures/sketch";

const announcements = [
  "Spring is here and so are our new opening hours. See you on the terrace!",
  "Version 2.0 is out today. Thank you to everybody who tested it with us.",
  "We are looking for neighbours who want to plant trees with us on Sunday.",
  "One hundred thousand of you! We could not have done it without this community.",
];
const comments = [
  "So beautiful!",
  "Congratulations!",
  "¡Qué bonito!",
  "Класс",
  "Love it",
  "when is the next one?",
  "Tuyệt vời quá",
  "ممتاز",
];

/** A post in a social app that the worker has liked, with comments below. */
export function drawPostPage({ ctx, phone, brand, random, shared, person }: Sketch): void {
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
  write(ctx, "Post", width / 2, top + 30, { size: 17, bold: true, color: ink.text, align: "center" });
  fillBox(ctx, 0, top + 47, width, 1, 0, ink.line);

  let y = top + 56 - random.integer(0, 8);
  drawFace(ctx, 34, y + 20, 18, brand.name, (brand.name.length * 31) % 360);
  write(ctx, brand.name, 62, y + 17, { size: 14.5, bold: true, color: ink.text });
  write(ctx, `${shared.integer(2, 23)} h · Public`, 62, y + 34, { size: 11.5, color: ink.faint });
  for (const dot of [0, 6, 12]) fillCircle(ctx, width - 32 + dot, y + 20, 1.8, ink.faint);
  y += 60;
  y = writeParagraph(ctx, shared.pick(announcements), 16, y, width - 32, { size: 14, color: ink.text });
  const picture = { x: 0, y: y - 6, width, height: 232 };
  drawScene(ctx, shared, picture);
  y = picture.y + picture.height;

  const likes = shared.integer(180, 9000) + random.integer(0, 300);
  drawHeart(ctx, 32, y + 25, 19, "#e0245e", true);
  strokePath(
    ctx,
    [
      [62, y + 18],
      [82, y + 18],
      [82, y + 31],
      [71, y + 31],
      [65, y + 36],
      [65, y + 31],
      [62, y + 31],
      [62, y + 18],
    ],
    1.8,
    ink.text,
  );
  strokePath(
    ctx,
    [
      [100, y + 24],
      [121, y + 17],
      [113, y + 35],
      [109, y + 28],
      [100, y + 24],
    ],
    1.8,
    ink.text,
  );
  write(ctx, `Liked by ${person.handle} and ${likes.toLocaleString("en-US")} others`, 16, y + 58, {
    size: 13,
    bold: true,
    color: ink.text,
    width: width - 32,
  });
  write(ctx, `View all ${random.integer(12, 380)} comments`, 16, y + 80, { size: 12.5, color: ink.faint });
  y += 94;
  fillBox(ctx, 0, y, width, 1, 0, ink.line);
  while (y < height - 118) {
    const writer = random.integer(10, 9999);
    drawFace(ctx, 30, y + 26, 13, String.fromCharCode(65 + (writer % 26)), writer % 360);
    write(ctx, `user_${writer}`, 52, y + 23, { size: 12.5, bold: true, color: ink.text });
    write(ctx, `${random.integer(1, 20)} h`, 132, y + 23, { size: 11, color: ink.faint });
    write(ctx, random.pick(comments), 52, y + 41, { size: 13, color: ink.text });
    drawHeart(ctx, width - 26, y + 29, 12, random.chance(0.2) ? "#e0245e" : ink.faint, false);
    y += 52;
  }
  fillBox(ctx, 0, height - 84, width, 50, 0, ink.card);
  fillBox(ctx, 14, height - 78, width - 28, 36, 18, ink.page);
  write(ctx, `Comment as ${person.handle}…`, 30, height - 55, {
    size: 13,
    color: ink.faint,
    width: width - 70,
  });
  drawChrome(ctx, phone, ink.text);
}
