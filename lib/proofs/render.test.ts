import sharp from "sharp";
import { describe, expect, it, test } from "vitest";
import { fullBox, renderPicture } from "@/lib/proofs/render";
import { pngHeader } from "@/lib/proofs/testing";

const MIB = 1024 * 1024;
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><script>alert(1)</script></svg>`;

/** A picture with enough in it that it does not compress to nothing. */
const noise = (width: number, height: number) =>
  sharp({
    create: {
      width,
      height,
      channels: 3,
      background: "#888",
      noise: { type: "gaussian", mean: 128, sigma: 40 },
    },
  });
const facts = (bytes: Buffer) => sharp(bytes).metadata();

describe("pictures that are shown", () => {
  test.each(["jpeg", "png", "webp", "gif"] as const)("%s in both sizes, as WebP", async (format) => {
    const rendered = await renderPicture(await noise(540, 1170).toFormat(format, { effort: 1 }).toBuffer(), [
      "full",
      "thumb",
    ]);
    if (!rendered.ok) throw new Error(rendered.reason);
    expect(rendered).toMatchObject({ width: 540, height: 1170 });
    expect(await facts(rendered.pictures.full)).toMatchObject({ format: "webp", width: 540, height: 1170 });
    expect(await facts(rendered.pictures.thumb)).toMatchObject({ format: "webp", width: 295, height: 640 });
  });

  it("a picture on its side stands up, without its metadata", async () => {
    const original = await noise(60, 40)
      .withExif({ IFD0: { Copyright: "a name" }, IFD3: { GPSLatitude: "51/1 30/1 0/1" } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const rendered = await renderPicture(original, ["full"]);
    if (!rendered.ok) throw new Error(rendered.reason);
    expect(rendered).toMatchObject({ width: 40, height: 60 });
    const shown = await facts(rendered.pictures.full);
    expect(shown).toMatchObject({ width: 40, height: 60 });
    expect([shown.exif, shown.icc, shown.xmp, shown.orientation]).toEqual(Array(4).fill(undefined));
  });

  it("the first frame of an animation", async () => {
    const frames = [noise(30, 20), noise(30, 20)].map((frame) => frame.png().toBuffer());
    const gif = await sharp(await Promise.all(frames), { join: { animated: true } })
      .gif()
      .toBuffer();
    const rendered = await renderPicture(gif, ["full"]);
    expect(rendered).toMatchObject({ ok: true, width: 30, height: 20 });
  });

  it("grey, transparent and 16-bit ones", async () => {
    const grey = await noise(50, 50).greyscale().png().toBuffer();
    const deep = await noise(50, 50).toColourspace("rgb16").png().toBuffer();
    const clear = await sharp({ create: { width: 50, height: 50, channels: 4, background: "#ff000080" } })
      .png()
      .toBuffer();
    for (const bytes of [grey, deep, clear])
      expect(await renderPicture(bytes, ["full", "thumb"])).toMatchObject({ ok: true, width: 50 });
    const rendered = await renderPicture(clear, ["full"]);
    expect(rendered.ok && (await facts(rendered.pictures.full)).hasAlpha).toBe(true);
  });

  it("an avatar is a square", async () => {
    const rendered = await renderPicture(await noise(300, 200).png().toBuffer(), ["avatar"]);
    expect(rendered.ok && (await facts(rendered.pictures.avatar))).toMatchObject({ width: 96, height: 96 });
  });

  test.each([
    ["a phone's screenshot", 1080, 2340, 1080, 2340],
    ["a finer one", 1440, 3200, 1080, 2400],
    ["a photo", 4000, 3000, 2400, 1800],
    ["a small picture", 20, 10, 20, 10],
    ["a long scrolling screenshot", 1080, 12_000, 720, 8_000],
    ["a longer one than WebP holds", 1000, 39_000, 420, 16_383],
    ["a line", 1, 40_000, 1, 16_383],
  ])("%s of %d × %d is shown at %d × %d", (_what, width, height, shownWidth, shownHeight) =>
    expect(fullBox({ width, height })).toEqual({ width: shownWidth, height: shownHeight }),
  );
});

describe("bytes that are not shown", () => {
  test.each([
    ["nothing", Buffer.alloc(0)],
    ["a page", Buffer.from("<!doctype html><script>alert(1)</script>")],
    ["an SVG", Buffer.from(SVG)],
    ["an SVG with an XML head", Buffer.from(`<?xml version="1.0"?>${SVG}`)],
    ["a PDF", Buffer.from("%PDF-1.7\n")],
    ["a TIFF", Buffer.from("II*\0\b\0\0\0")],
    ["an AVIF", Buffer.from("\0\0\0 ftypavif\0\0\0\0avifmif1", "latin1")],
    ["a BMP", Buffer.from("BM\0\0\0\0\0\0\0\0")],
    ["a WAV", Buffer.from("RIFF\0\0\0\0WAVEfmt ")],
  ])("%s is no picture", async (_what, bytes) =>
    expect(await renderPicture(bytes, ["full"])).toEqual({ ok: false, reason: "not_an_image" }),
  );

  it("the decoders for other formats are off, even for bytes that got past the check", async () => {
    await renderPicture(await noise(2, 2).png().toBuffer(), ["full"]);
    await expect(sharp(Buffer.from(SVG)).metadata()).rejects.toThrow();
    const avif = await noise(16, 16).avif().toBuffer();
    await expect(sharp(avif).metadata()).rejects.toThrow();
  });

  it("a picture that is cut off is damaged", async () => {
    for (const format of ["jpeg", "png", "webp"] as const) {
      const whole = await noise(400, 400).toFormat(format).toBuffer();
      expect(await renderPicture(whole.subarray(0, whole.byteLength / 2), ["full"])).toEqual({
        ok: false,
        reason: "damaged",
      });
    }
  });

  it("a header alone, and a page behind one, are damaged", async () => {
    const polyglot = Buffer.concat([Buffer.from("GIF89a"), Buffer.from("<script>alert(1)</script>")]);
    for (const bytes of [pngHeader(100, 100), polyglot, Buffer.from([0xff, 0xd8, 0xff, 0xe0])])
      expect(await renderPicture(bytes, ["full"])).toEqual({ ok: false, reason: "damaged" });
  });

  it("30,000 × 30,000 pixels are not even begun", async () => {
    const before = process.memoryUsage().rss;
    for (let round = 0; round < 10; round++)
      expect(await renderPicture(pngHeader(30_000, 30_000), ["full"])).toEqual({
        ok: false,
        reason: "too_many_pixels",
      });
    expect((process.memoryUsage().rss - before) / MIB).toBeLessThan(50);
  });
});
