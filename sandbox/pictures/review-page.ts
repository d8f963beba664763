import { drawStars, fillBox, strokePath, write, writeParagraph } from "@/sandbox/pictures/brush";
import { personName } from "@/sandbox/pictures/names";
import { drawChrome, pageTop } from "@/sandbox/pictures/phone";
import { drawFace } from "@/sandbox/pictures/scene";
import type { Sketch } from "@/sandbox/pictures/sketch";

const opinions = [
  "Great service and very friendly people. I will come back for sure.",
  "Good value. The delivery took a little longer than promised but everything was fresh.",
  "Five minutes from my home, quiet, nice music. The cake was a bit dry.",
  "Easy to use, no ads, does what it says. Would love a dark mode.",
  "Average. Nothing special but nothing wrong either.",
  "Muy buena atención y todo llegó a tiempo. Lo recomiendo mucho.",
  "Очень удобно, заказываю уже третий раз, всё отлично.",
  "Dịch vụ tốt, nhân viên thân thiện, sẽ quay lại lần sau.",
];

/** A company's page on a review site, with the worker's own published review on top. */
export function drawReviewPage({ ctx, phone, brand, random, shared, person }: Sketch): void {
  const { ink, width, height } = phone;
  fillBox(ctx, 0, 0, width, height, 0, ink.page);
  const top = pageTop(phone);
  fillBox(ctx, 0, 0, width, top + 52, 0, ink.card);
  strokePath(
    ctx,
    [
      [28, top + 18],
      [20, top + 26],
      [28, top + 34],
    ],
    2.2,
    ink.text,
  );
  write(ctx, brand.name, 46, top + 32, { size: 17, bold: true, color: ink.text });
  write(ctx, "Share", width - 18, top + 31, { size: 13, color: brand.color, align: "right" });

  let y = top + 52;
  fillBox(ctx, 0, y, width, 112, 0, ink.card);
  const score = 34 + shared.integer(0, 14);
  write(ctx, (score / 10).toFixed(1), 22, y + 62, { size: 44, bold: true, color: ink.text });
  drawStars(ctx, 22, y + 84, 14, Math.round(score / 10), "#f2a313", ink.line);
  const total = shared.integer(120, 4000);
  for (let row = 0; row < 5; row += 1) {
    const share = [0.62, 0.2, 0.09, 0.04, 0.05][row] ?? 0;
    write(ctx, String(5 - row), 132, y + 24 + row * 17, { size: 11, color: ink.faint });
    fillBox(ctx, 146, y + 17 + row * 17, width - 170, 7, 3.5, ink.line);
    fillBox(ctx, 146, y + 17 + row * 17, (width - 170) * share, 7, 3.5, "#f2a313");
  }
  y += 124;
  fillBox(ctx, 12, y, width - 24, 36, 8, random.chance(0.7) ? "#1f9d5522" : ink.card);
  write(ctx, "✓  Your review is published", 26, y + 23, { size: 13, bold: true, color: "#1f9d55" });
  y += 48;
  const own = {
    name: person.name,
    when: `${random.integer(1, 59)} min ago`,
    stars: random.integer(3, 5),
    text: random.pick(opinions),
  };
  y = drawReview(own, y, true);
  write(ctx, `All reviews (${(total + random.integer(0, 40)).toLocaleString("en-US")})`, 18, y + 20, {
    size: 15,
    bold: true,
    color: ink.text,
  });
  y += 34;
  while (y < height - 60) {
    const other = {
      name: personName(random),
      when: `${random.integer(2, 28)} d ago`,
      stars: random.integer(2, 5),
      text: random.pick(opinions),
    };
    y = drawReview(other, y, false);
  }
  drawChrome(ctx, phone, ink.text);

  function drawReview(review: typeof own, start: number, mine: boolean): number {
    const bottom = start + 132;
    fillBox(ctx, 12, start, width - 24, 122, 10, ink.card);
    if (mine) {
      ctx.strokeStyle = brand.color;
      ctx.lineWidth = 1.4;
      ctx.stroke();
    }
    drawFace(ctx, 40, start + 30, 16, review.name, (review.name.length * 47) % 360);
    write(ctx, review.name, 66, start + 27, { size: 14, bold: true, color: ink.text, width: 180 });
    write(ctx, review.when, width - 26, start + 27, { size: 11.5, color: ink.faint, align: "right" });
    drawStars(ctx, 66, start + 41, 12, review.stars, "#f2a313", ink.line);
    writeParagraph(ctx, review.text, 26, start + 72, width - 56, { size: 13, color: ink.text });
    return bottom;
  }
}
