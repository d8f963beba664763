import { availableParallelism } from "node:os";
import pLimit from "p-limit";
import sharp, { type OutputInfo } from "sharp";
import { singleton } from "@/lib/process/singleton";
import type { PictureSize, RenderFailure } from "@/lib/proofs/types";

const MAX_PIXELS = 40_000_000;
const LONG_SIDE = 2_400;
const STRIP_WIDTH = 720;
/** The format's own limit. */
const WEBP_SIDE = 16_383;

/** What is read at all. The loaders left out (SVG, HEIF, AVIF, TIFF, PDF, …) are where decoders get their advisories. */
const FORMATS: { loader: string; fits: (bytes: Buffer) => boolean }[] = [
  { loader: "VipsForeignLoadJpegBuffer", fits: (bytes) => bytes.subarray(0, 3).equals(JPEG) },
  { loader: "VipsForeignLoadPngBuffer", fits: (bytes) => bytes.subarray(0, 8).equals(PNG) },
  {
    loader: "VipsForeignLoadWebpBuffer",
    fits: (bytes) => text(bytes, 0, 4) === "RIFF" && text(bytes, 8, 12) === "WEBP",
  },
  {
    loader: "VipsForeignLoadNsgifBuffer",
    fits: (bytes) => text(bytes, 0, 6) === "GIF87a" || text(bytes, 0, 6) === "GIF89a",
  },
];

const JPEG = Buffer.from([0xff, 0xd8, 0xff]);
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const text = (bytes: Buffer, from: number, to: number) => bytes.toString("latin1", from, to);

/** The picture in each size asked for, as WebP without metadata; width and height of the original as one sees it. */
export type RenderedPicture<S extends PictureSize> =
  | { ok: true; width: number; height: number; pictures: Record<S, Buffer> }
  | { ok: false; reason: RenderFailure };

/**
 * Turns a stranger's bytes into pictures of our own making. Only JPEG, PNG, WebP and GIF (first frame) by their first
 * bytes, whatever was said of them; at most 40 megapixels; damaged files are refused; the EXIF rotation is applied and
 * all metadata left behind. As many at a time as leave a core for everything else.
 */
export async function renderPicture<S extends PictureSize>(
  bytes: Buffer,
  sizes: readonly S[],
): Promise<RenderedPicture<S>> {
  if (!FORMATS.some(({ fits }) => fits(bytes))) return { ok: false, reason: "not_an_image" };
  return renderLimit()(() => render(bytes, sizes));
}

/** The queue of renders; made once, together with what holds for the image library in the whole process. */
function renderLimit() {
  return singleton("proofs.render", () => {
    sharp.concurrency(1);
    sharp.cache(false);
    sharp.block({ operation: ["VipsForeignLoad"] });
    sharp.unblock({ operation: FORMATS.map(({ loader }) => loader) });
    return pLimit(Math.max(1, Math.min(4, availableParallelism() - 1)));
  });
}

async function render<S extends PictureSize>(
  bytes: Buffer,
  sizes: readonly S[],
): Promise<RenderedPicture<S>> {
  try {
    // Reads the header only, so it may look at a size that must not be decoded.
    const { width, height, autoOrient } = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (width * height > MAX_PIXELS) return { ok: false, reason: "too_many_pixels" };
    const decoded = await sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: "error" })
      .timeout({ seconds: 20 })
      .autoOrient()
      .resize({ ...fullBox(autoOrient), fit: "inside", withoutEnlargement: true })
      .toColourspace("srgb")
      .raw()
      .toBuffer({ resolveWithObject: true });
    const pictures = {} as Record<S, Buffer>;
    for (const size of sizes) pictures[size] = await encode(decoded, size);
    return { ok: true, width: autoOrient.width, height: autoOrient.height, pictures };
  } catch (error) {
    // The library throws plain errors for everything that is wrong with a file; ours (a TypeError, say) are no such.
    if (error instanceof Error && error.constructor === Error) return { ok: false, reason: "damaged" };
    throw error;
  }
}

/**
 * At most 2,400 px on the long side; but a long scrolling screenshot is not made narrower than 720 px, for its
 * text must stay readable.
 */
export function fullBox({ width, height }: { width: number; height: number }): {
  width: number;
  height: number;
} {
  const long = Math.max(width, height);
  const short = Math.min(width, height);
  const scale = Math.min(1, Math.max(LONG_SIDE / long, STRIP_WIDTH / short), WEBP_SIDE / long);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Effort 2: as small as the standard 4 within 3 % on screenshots, in 60 % of the time. */
function encode({ data, info }: { data: Buffer; info: OutputInfo }, size: PictureSize) {
  const { width, height, channels } = info;
  const picture = sharp(data, { raw: { width, height, channels } });
  switch (size) {
    case "full":
      return picture.webp({ quality: 82, effort: 2 }).toBuffer();
    case "thumb":
      return picture
        .resize(320, 640, { fit: "inside", withoutEnlargement: true })
        .webp({ quality: 78, effort: 2 })
        .toBuffer();
    case "avatar":
      return picture.resize(96, 96, { fit: "cover" }).webp({ quality: 82, effort: 2 }).toBuffer();
  }
}
