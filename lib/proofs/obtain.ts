import { createHash } from "node:crypto";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { singleton } from "@/lib/process/singleton";
import { readCached, writeCached } from "@/lib/proofs/cache";
import { forgetFailure, type RecentFailure, recentFailure, rememberFailure } from "@/lib/proofs/failures";
import { fetchImage } from "@/lib/proofs/fetch-image";
import { queueFetch } from "@/lib/proofs/fetch-queue";
import { renderPicture } from "@/lib/proofs/render";
import type { PictureFailure, PictureSize } from "@/lib/proofs/types";

/** A picture on a stranger's host: where it is kept here, where it is from, and the sizes it is made in. */
export type Source<S extends PictureSize> = {
  /** From `cacheKey`. */
  key: string;
  url: string;
  sizes: readonly S[];
  /** Told once what a fetch came to, before the answer. */
  record: (outcome: Original | { reason: PictureFailure }) => Promise<void>;
};

/** Facts of the original: SHA-256 (hex) and length of its bytes, and its size in pixels as one sees it. */
export type Original = { sha256: string; bytes: number; width: number; height: number };

/** A WebP picture, or why there is none and from when on it is tried again. */
export type Obtained = { ok: true; bytes: Buffer } | ({ ok: false } & RecentFailure);

type Picture<S extends PictureSize> =
  | { ok: true; pictures: Record<S, Buffer>; original: Original }
  | { ok: false; reason: PictureFailure; cause?: unknown; contentType?: string };

type Made<S extends PictureSize> =
  | { ok: true; pictures: Record<S, Buffer> }
  | ({ ok: false } & RecentFailure);

/**
 * A picture from the cache, or else from its host: fetched, rendered in all its sizes, kept. Requests for one picture
 * join the fetch under way. A picture that failed a short while ago is not asked for again unless a person wants
 * it (`retry`).
 */
export async function obtainPicture<S extends PictureSize>(
  source: Source<S>,
  size: S,
  retry: boolean,
): Promise<Obtained> {
  const cached = await readCached(source.key, size).catch((err: unknown) => {
    log().warn({ err }, "the image cache could not be read");
    return undefined;
  });
  if (cached !== undefined) return { ok: true, bytes: cached };
  const known = retry ? undefined : recentFailure(source.key);
  if (known !== undefined) return { ok: false, ...known };
  const made = await joined(source.key, () => make(source));
  return made.ok ? { ok: true, bytes: made.pictures[size] } : made;
}

/** One piece of work per key at a time. A key stands for one kind of picture, so its work always makes the same sizes. */
function joined<T>(key: string, work: () => Promise<T>): Promise<T> {
  const flights = singleton("proofs.flights", () => new Map<string, Promise<unknown>>());
  const flight = flights.get(key) ?? work().finally(() => flights.delete(key));
  flights.set(key, flight);
  return flight as Promise<T>;
}

async function make<S extends PictureSize>({ key, url, sizes, record }: Source<S>): Promise<Made<S>> {
  const picture = await queueFetch(url, () => fetchAndRender(url, sizes));
  await record(picture.ok ? picture.original : picture);
  if (!picture.ok) {
    const { reason, cause, contentType } = picture;
    // Not the whole address: hosts put keys into it.
    const host = URL.canParse(url) ? new URL(url).host : undefined;
    log().info({ err: cause, host, reason, contentType }, "a picture could not be had");
    return { ok: false, ...rememberFailure(key, reason) };
  }
  forgetFailure(key);
  try {
    await writeCached(key, picture.pictures);
  } catch (err) {
    // A full disk costs time, not the picture: it is shown from memory and fetched again next time.
    log().warn({ err }, "a picture could not be kept in the cache");
  }
  return { ok: true, pictures: picture.pictures };
}

/** Both within one place of the queue, so that originals never pile up before the renderer. */
async function fetchAndRender<S extends PictureSize>(url: string, sizes: readonly S[]): Promise<Picture<S>> {
  const fetched = await fetchImage(url, { allowHosts: env().proofImageAllowHosts });
  if (!fetched.ok) return fetched;
  const { bytes, contentType } = fetched;
  const rendered = await renderPicture(bytes, sizes);
  if (!rendered.ok) return { ...rendered, contentType };
  const { width, height, pictures } = rendered;
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { ok: true, pictures, original: { sha256, bytes: bytes.byteLength, width, height } };
}
