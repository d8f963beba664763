import { fillBox, fillCircle, strokePath, write, writeParagraph } from "@/sandbox/pictures/brush";
import { drawChrome, pageTop } from "@/sandbox/pictures/phone";
import type { Sketch } from "@/sandbox/pictures/sketch";

/** A survey's completion page in a mobile browser, with the completion code that the job asks for. */
export function drawSurveyPage({ ctx, phone, brand, random, person }: Sketch): void {
  const { ink, width, height } = phone;
  fillBox(ctx, 0, 0, width, height, 0, ink.page);
  const top = pageTop(phone);
  fillBox(ctx, 0, 0, width, top + 50, 0, ink.card);
  fillBox(ctx, 14, top + 8, width - 62, 34, 17, ink.page);
  const domain = `${brand.name.toLowerCase().replace(/[^a-z]/g, "")}.example/s/${random.integer(1000, 9999)}/done`;
  write(ctx, domain, 46, top + 30, { size: 13, color: ink.faint, width: width - 120 });
  fillBox(ctx, 27, top + 24, 9, 8, 2, ink.faint);
  strokePath(
    ctx,
    [
      [29, top + 24],
      [29, top + 20.5],
      [34, top + 20.5],
      [34, top + 24],
    ],
    1.4,
    ink.faint,
  );
  for (const dot of [-6, 0, 6]) fillCircle(ctx, width - 22, top + 25 + dot, 1.8, ink.text);

  // Where the page stands differs: people scroll before they take the picture.
  const shift = random.integer(-14, 26);
  const head = top + 50;
  fillBox(ctx, 0, head, width, 54, 0, brand.color);
  fillCircle(ctx, 32, head + 27, 15, "#ffffff");
  write(ctx, brand.short, 32, head + 33, { size: 17, bold: true, color: brand.deep, align: "center" });
  write(ctx, brand.name, 56, head + 33, { size: 17, bold: true, color: "#ffffff" });

  const card = head + 80 + shift;
  fillBox(ctx, 18, card, width - 36, 372, 12, ink.card);
  fillCircle(ctx, width / 2, card + 62, 34, "#1f9d55");
  strokePath(
    ctx,
    [
      [width / 2 - 15, card + 63],
      [width / 2 - 4, card + 74],
      [width / 2 + 16, card + 50],
    ],
    5,
    "#ffffff",
  );
  write(ctx, "Thank you!", width / 2, card + 132, { size: 23, bold: true, color: ink.text, align: "center" });
  write(ctx, "Your response has been recorded.", width / 2, card + 158, {
    size: 14,
    color: ink.faint,
    align: "center",
  });
  fillBox(ctx, 38, card + 180, width - 76, 70, 8, ink.page);
  write(ctx, "COMPLETION CODE", width / 2, card + 203, { size: 10.5, color: ink.faint, align: "center" });
  const code = `${random.integer(0x1000, 0xffff).toString(16)}-${random.integer(0x1000, 0xffff).toString(16)}`;
  write(ctx, code.toUpperCase(), width / 2, card + 234, {
    size: 24,
    bold: true,
    color: brand.color,
    align: "center",
  });
  const facts: [string, string][] = [
    ["Participant", person.name],
    ["Time taken", `${random.integer(2, 18)} min ${random.integer(0, 59)} s`],
    ["Questions answered", `${random.integer(18, 40)} of 40`],
  ];
  for (const [index, [label, value]] of facts.entries()) {
    const y = card + 281 + index * 29;
    write(ctx, label, 38, y, { size: 13, color: ink.faint });
    write(ctx, value, width - 38, y, { size: 13, bold: true, color: ink.text, align: "right", width: 170 });
    if (index < 2) fillBox(ctx, 38, y + 10, width - 76, 1, 0, ink.line);
  }
  const below = card + 398;
  fillBox(ctx, 18, below, width - 36, 46, 23, brand.color);
  write(ctx, random.chance(0.5) ? "Back to start" : "Close", width / 2, below + 29, {
    size: 15,
    bold: true,
    color: "#ffffff",
    align: "center",
  });
  writeParagraph(
    ctx,
    "Please copy your code now. This page cannot be opened again. Questions? Write to the study team.",
    26,
    below + 78,
    width - 52,
    { size: 12, color: ink.faint },
  );
  drawChrome(ctx, phone, ink.text);
}
