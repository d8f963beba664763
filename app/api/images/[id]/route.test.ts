import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { GET as getAvatar } from "@/app/api/workers/[id]/avatar/route";
import { imageRow, mirrorImage, setAvatar } from "@/e2e/support/mirror-rows";
import { pendingSubmission, signedIn, testDesk } from "@/e2e/support/test-desk";
import { type ImageHost, startImageHost } from "@/lib/proofs/testing";
import { GET as getImage } from "@/app/api/images/[id]/route";

const png = await sharp({ create: { width: 300, height: 600, channels: 3, background: "#26c" } })
  .png()
  .toBuffer();

let host: ImageHost;
let desk: Awaited<ReturnType<typeof testDesk>>;
let cookie: string;
let answers: Record<string, { body: Buffer; delayMs?: number }>;

beforeAll(async () => {
  host = await startImageHost((request, response) => {
    const answer = answers[request.url ?? ""];
    setTimeout(() => response.writeHead(answer ? 200 : 404).end(answer?.body), answer?.delayMs ?? 0);
  });
  desk = await testDesk({ PROOF_IMAGE_ALLOW_HOSTS: host.host });
  await pendingSubmission("c1", 1);
  ({ cookie } = await signedIn("viewer"));
});
afterAll(async () => {
  await host.close();
  await desk.close();
});

beforeEach(() => {
  host.requests.length = 0;
  answers = { "/good.png": { body: png }, "/page": { body: Buffer.from("<html>") } };
});

/** The id of an image in the mirror at this path of the host (or at a whole address). */
const mirrored = (path: string) =>
  mirrorImage(
    { campaignId: "c1", submissionId: 1 },
    path.startsWith("/") ? `http://${host.host}${path}` : path,
  );

const ask = (route: typeof getImage, id: string, query = "", headers: Record<string, string> = { cookie }) =>
  route(new Request(`http://localhost:3000/api/x/${encodeURIComponent(id)}${query}`, { headers }), {
    params: Promise.resolve({ id }),
  });

describe("GET /api/images/[id]", () => {
  it("answers the picture re-encoded, with headers that let nothing run, and notes its facts", async () => {
    const id = await mirrored("/good.png");
    const response = await ask(getImage, id, "?size=thumb");
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "image/webp",
      "x-content-type-options": "nosniff",
      "cache-control": "private, max-age=86400, immutable",
      "content-security-policy": "default-src 'none'; sandbox",
      "cross-origin-resource-policy": "same-origin",
    });
    const shown = await sharp(Buffer.from(await response.arrayBuffer())).metadata();
    expect(shown).toMatchObject({ format: "webp", width: 300, height: 600 });
    expect(await imageRow(id)).toMatchObject({
      width: 300,
      height: 600,
      bytes: png.byteLength,
      failure: null,
    });
    expect((await imageRow(id)).sha256).toMatch(/^[0-9a-f]{64}$/);
    expect((await imageRow(id)).fetchedAt).toBeInstanceOf(Date);
  });

  it("asks the host once for both sizes and for everybody at the same time", async () => {
    answers["/slow.png"] = { body: png, delayMs: 100 };
    const id = await mirrored("/slow.png");
    const queries = ["?size=full", "?size=thumb", "", "?size=thumb", "?retry=1"];
    const responses = await Promise.all(queries.map((query) => ask(getImage, id, query)));
    expect(responses.map(({ status }) => status)).toEqual(Array(5).fill(200));
    await ask(getImage, id, "?size=thumb");
    expect(host.requests).toHaveLength(1);
  });

  it("answers 304 to a browser that has it", async () => {
    const id = await mirrored("/good.png");
    const etag = (await ask(getImage, id)).headers.get("etag") ?? "";
    const again = await ask(getImage, id, "", { cookie, "if-none-match": `"other", W/${etag}` });
    expect([again.status, again.headers.get("etag"), await again.text()]).toEqual([304, etag, ""]);
    expect((await ask(getImage, id, "", { cookie, "if-none-match": `"other"` })).status).toBe(200);
  });

  it("fetches again what was lost from the cache", async () => {
    const id = await mirrored("/good.png");
    await ask(getImage, id);
    rmSync(join(desk.dataDir, "images"), { recursive: true });
    expect((await ask(getImage, id)).status).toBe(200);
    expect(host.requests).toHaveLength(2);
  });

  it("knows only what stands in the mirror", async () => {
    for (const id of [randomUUID(), "../../../etc/passwd", `http://${host.host}/good.png`, "x".repeat(301)])
      expect((await ask(getImage, id)).status).toBe(404);
    expect(host.requests).toHaveLength(0);
  });

  it("leaves a failed host alone until a person asks to try again", async () => {
    const id = await mirrored("/later.png");
    const failed = await ask(getImage, id);
    expect([failed.status, (await failed.json()).code]).toEqual([502, "image_gone"]);
    expect(Number(failed.headers.get("retry-after"))).toBeGreaterThan(50);
    expect(failed.headers.get("cache-control")).toBe("private, no-store");
    expect((await imageRow(id)).failure).toBe("not_found");
    answers["/later.png"] = { body: png };
    expect((await ask(getImage, id)).status).toBe(502);
    expect(host.requests).toHaveLength(1);
    expect((await ask(getImage, id, "?retry=1")).status).toBe(200);
    expect(await imageRow(id)).toMatchObject({ failure: null, width: 300 });
  });

  it.each([
    ["/page", 415, "image_not_an_image"],
    ["http://169.254.169.254/latest/meta-data/", 502, "image_not_allowed"],
    ["http://127.0.0.1:1/", 502, "image_not_allowed"],
    ["not an address", 502, "image_not_allowed"],
  ])("%s: %d %s", async (path, status, code) => {
    const response = await ask(getImage, await mirrored(path));
    expect([response.status, (await response.json()).code]).toEqual([status, code]);
  });

  it("is for people who are signed in, and for known sizes", async () => {
    const id = await mirrored("/good.png");
    expect((await ask(getImage, id, "", {})).status).toBe(401);
    expect((await ask(getImage, id, "?size=huge")).status).toBe(422);
    expect(host.requests).toHaveLength(0);
  });

  it("shows the picture even when the disk does not keep it", async () => {
    const id = await mirrored("/good.png");
    const images = join(desk.dataDir, "images");
    await rename(images, `${images}.aside`);
    await writeFile(images, "a file where the folder should be");
    const response = await ask(getImage, id);
    rmSync(images);
    await rename(`${images}.aside`, images);
    expect(response.status).toBe(200);
  });
});

describe("GET /api/workers/[id]/avatar", () => {
  it("answers a square, once fetched, and a new one under a new address", async () => {
    await setAvatar("w1", `http://${host.host}/good.png`);
    const response = await ask(getAvatar, "w1");
    expect(response.headers.get("content-security-policy")).toBe("default-src 'none'; sandbox");
    const shown = await sharp(Buffer.from(await response.arrayBuffer())).metadata();
    expect(shown).toMatchObject({ format: "webp", width: 96, height: 96 });
    await ask(getAvatar, "w1");
    expect(host.requests).toHaveLength(1);
    await setAvatar("w1", `http://${host.host}/page`);
    expect((await ask(getAvatar, "w1")).status).toBe(415);
  });

  it("answers 404 without a worker, or without a picture of one", async () => {
    await setAvatar("../odd id", null);
    expect((await ask(getAvatar, "../odd id")).status).toBe(404);
    expect((await ask(getAvatar, "nobody")).status).toBe(404);
  });
});
