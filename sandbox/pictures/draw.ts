import { type Canvas, createCanvas, type SKRSContext2D } from "@napi-rs/canvas";
import type { PageKind, Worker } from "@/sandbox/market/types";
import { createRandom } from "@/sandbox/random";
import { brandOf, handle, personName } from "@/sandbox/pictures/names";
import { pickPhone } from "@/sandbox/pictures/phone";
import type { PictureId } from "@/sandbox/pictures/picture-id";
import { drawPostPage } from "@/sandbox/pictures/post-page";
import { drawProfilePage } from "@/sandbox/pictures/profile-page";
import { drawReviewPage } from "@/sandbox/pictures/review-page";
import { drawFace } from "@/sandbox/pictures/scene";
import type { Sketch } from "@/sandbox/pictures/sketch";
import { drawStorePage } from "@/sandbox/pictures/store-page";
import { drawSurveyPage } from "@/sandbox/pictures/survey-page";

const pages: Record<PageKind, (sketch: Sketch) => void> = {
  survey: drawSurveyPage,
  review: drawReviewPage,
  post: drawPostPage,
  store: drawStorePage,
  profile: drawProfilePage,
};

export type Drawn = { bytes: Buffer; type: "image/png" | "image/jpeg" };

const thumbnailWidth = 180;

/** Draws the screenshot that an id names; the same id and format always give the same bytes. Encoding is off the main thread. */
export async function drawScreenshot(picture: PictureId, format: "png" | "jpg" | "thumb"): Promise<Drawn> {
  const canvas = paint(picture, format === "thumb");
  if (format === "png") return { bytes: await canvas.encode("png"), type: "image/png" };
  const quality = picture.copy === "q" ? 42 : 84;
  return { bytes: await canvas.encode("jpeg", quality), type: "image/jpeg" };
}

function paint(picture: PictureId, thumbnail: boolean): Canvas {
  const phone = pickPhone(createRandom(`phone:${picture.seed}`));
  const crop = picture.copy === "c" ? 18 : 0;
  const scale = thumbnail ? thumbnailWidth / phone.width : phone.scale * (picture.copy === "h" ? 0.5 : 1);
  const canvas = createCanvas(Math.round(phone.width * scale), Math.round((phone.height - crop) * scale));
  const ctx: SKRSContext2D = canvas.getContext("2d");
  ctx.scale(scale, scale);
  ctx.translate(0, -crop);
  // A doctored copy is the same picture with another name pasted in.
  const people = createRandom(`person:${picture.seed}${picture.copy === "n" ? ":doctored" : ""}`);
  pages[picture.page]({
    ctx,
    phone,
    brand: brandOf(picture.theme),
    random: createRandom(`page:${picture.seed}`),
    shared: createRandom(`shared:${picture.page}${picture.theme}`),
    person: { name: personName(people), handle: handle(people) },
  });
  return canvas;
}

/** A worker's 96×96 avatar. */
export async function drawAvatar(worker: Worker): Promise<Drawn> {
  const canvas = createCanvas(96, 96);
  const drawable = /^[a-zÀ-ỹЀ-ӿ؀-ۿ]/i.test(worker.name) ? worker.name : worker.textId;
  drawFace(canvas.getContext("2d"), 48, 48, 48, drawable, (worker.number * 37) % 360);
  return { bytes: await canvas.encode("png"), type: "image/png" };
}
