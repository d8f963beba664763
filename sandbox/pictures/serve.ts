import type { ServerResponse } from "node:http";
import type { Worker } from "@/sandbox/market/types";
import { refusal } from "@/sandbox/reply";
import { sendJson } from "@/sandbox/send";
import { type Drawn, drawAvatar, drawScreenshot } from "@/sandbox/pictures/draw";
import { readPictureId } from "@/sandbox/pictures/picture-id";
import type { PictureShop } from "@/sandbox/pictures/shop";

/** Serves /images/<id>.png|jpg, /images/<id>/thumb.jpg and /avatars/<worker number>.png; no key, no rate limit. */
export async function servePicture(
  shop: PictureShop,
  response: ServerResponse,
  path: string,
  workers: ReadonlyMap<number, Worker>,
): Promise<void> {
  const draw = drawingOf(path, workers);
  if (!draw) {
    sendJson(response, refusal(404, "Not found"));
    return;
  }
  const { bytes, type } = await shop.get(path, draw);
  response.writeHead(200, {
    "content-type": type,
    "content-length": bytes.length,
    "cache-control": "public, max-age=86400",
  });
  response.end(bytes);
}

function drawingOf(path: string, workers: ReadonlyMap<number, Worker>): (() => Promise<Drawn>) | null {
  const avatar = /^\/avatars\/(\d+)\.png$/.exec(path);
  if (avatar) {
    const worker = workers.get(Number(avatar[1]));
    return worker ? () => drawAvatar(worker) : null;
  }
  const image = /^\/images\/([^/.]+)(?:\.(png|jpg)|\/thumb\.jpg)$/.exec(path);
  const picture = readPictureId(image?.[1] ?? "");
  if (!image || !picture) return null;
  const format = image[2] === "png" || image[2] === "jpg" ? image[2] : "thumb";
  return () => drawScreenshot(picture, format);
}
