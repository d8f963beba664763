import { createHash } from "node:crypto";
import { loadImage } from "@napi-rs/canvas";
import { expect, test } from "vitest";
import { pageKinds } from "@/sandbox/market/types";
import { openSandbox } from "@/sandbox/open-sandbox";
import { createRandom } from "@/sandbox/random";
import { drawScreenshot } from "@/sandbox/pictures/draw";
import {
  alterations,
  alteredCopy,
  describePicture,
  exactCopy,
  newPicture,
  readPictureId,
} from "@/sandbox/pictures/picture-id";

async function draw(id: string, format: "png" | "jpg" | "thumb" = "png") {
  const picture = readPictureId(id);
  if (!picture) throw new Error(`${id} is no picture id`);
  const { bytes } = await drawScreenshot(picture, format);
  return { bytes, sha256: createHash("sha256").update(bytes).digest("hex"), image: await loadImage(bytes) };
}

test.each(pageKinds)("a %s screenshot is repeatable, phone-sized and unlike its neighbour", async (page) => {
  const first = await draw(`${page}1-0000abcd`);
  expect((await draw(`${page}1-0000abcd`)).sha256).toBe(first.sha256);
  expect((await draw(`${page}1-0000abce`)).sha256).not.toBe(first.sha256);
  expect(first.image.width).toBe(540);
  expect(first.image.height).toBeGreaterThan(1100);
  expect((await draw(`${page}1-0000abcd`, "thumb")).image.width).toBe(180);
});

test("an exact copy has the bytes of its original under another address; altered ones differ", async () => {
  const random = createRandom("copies");
  const original = newPicture(random, "survey", 2);
  const copy = exactCopy(random, original);
  expect(copy).not.toBe(original);
  expect((await draw(copy, "jpg")).sha256).toBe((await draw(original, "jpg")).sha256);
  for (const letter of alterations) {
    const altered = alteredCopy(random, copy, letter);
    expect(describePicture(altered)).toMatchObject({ original });
    expect((await draw(altered, "jpg")).sha256).not.toBe((await draw(original, "jpg")).sha256);
  }
  expect((await draw(alteredCopy(random, original, "h"), "jpg")).image.width).toBe(270);
});

test("pictures and avatars are served with their type and without a key", async () => {
  const sandbox = await openSandbox();
  const { path } = await sandbox.campaign({ pending: 1 });
  const [submission] = (await sandbox.get(path)).body.results.submissions;
  const { url, thumbnailUrl } = submission.images[0];
  for (const address of [url, thumbnailUrl, submission.userAvatar]) {
    const response = await fetch(address);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe(address.endsWith("png") ? "image/png" : "image/jpeg");
    await loadImage(Buffer.from(await response.arrayBuffer()));
  }
  for (const missing of ["/images/odd.png", "/images/survey1-0000abcd.gif", "/avatars/1.png"]) {
    expect((await fetch(sandbox.address + missing)).status).toBe(404);
  }
});
