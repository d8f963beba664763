import { createHash } from "node:crypto";
import type { Problem } from "@/lib/http/problem";
import type { Obtained } from "@/lib/proofs/obtain";
import type { PictureFailure } from "@/lib/proofs/types";

/** A picture never changes under its address, and is for the person's own browser only. */
const HEADERS = {
  "content-type": "image/webp",
  "cache-control": "private, max-age=86400, immutable",
  "x-content-type-options": "nosniff",
  "content-security-policy": "default-src 'none'; sandbox",
  "cross-origin-resource-policy": "same-origin",
};

/** 502: the image's host did wrong; 504: it was too slow; 415: what it sent is no picture we show. */
const PROBLEMS: Record<PictureFailure, Problem> = {
  not_allowed: {
    status: 502,
    code: "image_not_allowed",
    detail:
      "This picture's address leads to a place the desk does not fetch from. The desk's operator can allow it with PROOF_IMAGE_ALLOW_HOSTS.",
  },
  unreachable: {
    status: 502,
    code: "image_unreachable",
    detail: "The host of this picture cannot be reached.",
  },
  timeout: { status: 504, code: "image_timeout", detail: "The host of this picture took too long." },
  too_large: { status: 502, code: "image_too_large", detail: "This picture is larger than 15 MiB." },
  not_found: { status: 502, code: "image_gone", detail: "This picture is no longer at its address." },
  bad_status: {
    status: 502,
    code: "image_bad_status",
    detail: "The host of this picture answered with an error.",
  },
  too_many_redirects: {
    status: 502,
    code: "image_too_many_redirects",
    detail: "The host of this picture sends in circles.",
  },
  not_an_image: {
    status: 415,
    code: "image_not_an_image",
    detail: "What is at this address is not a JPEG, PNG, WebP or GIF picture.",
  },
  damaged: { status: 415, code: "image_damaged", detail: "This picture's file is damaged." },
  too_many_pixels: {
    status: 415,
    code: "image_too_many_pixels",
    detail: "This picture has more than 40 megapixels.",
  },
};

/**
 * Answers a request for a picture: the WebP with its ETag, 304 when the browser has it, or the problem in plain words.
 * `undefined` is a picture nobody knows. Problems say in `Retry-After` when the desk will try again by itself.
 */
export function answerPicture(request: Request, picture: Obtained | undefined): Response | Problem {
  if (picture === undefined)
    return { status: 404, code: "not_found", detail: "The desk knows no such picture." };
  if (!picture.ok) {
    const seconds = Math.max(1, Math.ceil((picture.retryAt - Date.now()) / 1000));
    return { ...PROBLEMS[picture.reason], headers: { "retry-after": String(seconds) } };
  }
  const etag = `"${createHash("sha256").update(picture.bytes).digest("base64url").slice(0, 22)}"`;
  const headers = { ...HEADERS, etag };
  if (names(request.headers.get("if-none-match"), etag)) return new Response(null, { status: 304, headers });
  return new Response(new Uint8Array(picture.bytes), {
    headers: { ...headers, "content-length": String(picture.bytes.byteLength) },
  });
}

/** RFC 9110 section 13.1.2: a list of tags, compared weakly, or `*`. */
function names(ifNoneMatch: string | null, etag: string): boolean {
  const tags = (ifNoneMatch ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return tags.includes(etag) || tags.includes("*");
}
