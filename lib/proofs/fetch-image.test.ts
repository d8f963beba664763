import type { IncomingMessage, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from "vitest";
import { fetchImage } from "@/lib/proofs/fetch-image";
import { renderPicture } from "@/lib/proofs/render";
import { type ImageHost, startImageHost } from "@/lib/proofs/testing";

const PIXEL = Buffer.from("R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==", "base64");
const MIB = 1024 * 1024;

/** What the hostile host does at each path. */
const behaviour: Record<string, (request: IncomingMessage, response: ServerResponse) => void> = {
  "/pixel.gif": (_, response) => response.setHeader("content-type", "image/gif").end(PIXEL),
  "/gone": (_, response) => response.writeHead(410).end(),
  "/missing": (_, response) => response.writeHead(404).end("no"),
  "/error": (_, response) => response.writeHead(500).end(PIXEL),
  "/part": (_, response) => response.writeHead(206).end(PIXEL),
  "/login": (_, response) => response.writeHead(401, { "www-authenticate": "Basic" }).end(),
  "/huge": (_, response) => {
    response.setHeader("content-length", 50 * MIB);
    pour(response, 50 * MIB);
  },
  "/huge-unsaid": (_, response) => pour(response, 50 * MIB),
  "/exactly": (_, response) => pour(response, 15 * MIB),
  "/slow": (_, response) => {
    const drip = setInterval(() => response.write("x"), 20);
    response.on("close", () => clearInterval(drip));
  },
  "/silent": () => undefined,
  "/cut": (_, response) => {
    response.setHeader("content-length", 1_000);
    response.write(PIXEL, () => response.destroy());
  },
  "/headers": (_, response) => {
    response.setHeader("x-much", "x".repeat(100_000));
    response.end(PIXEL);
  },
  "/gzip": (_, response) => {
    response.setHeader("content-encoding", "gzip");
    response.end(gzipSync(Buffer.alloc(200 * MIB)));
  },
  "/loop": (_, response) => redirect(response, "/loop"),
  "/once": (_, response) => redirect(response, "pixel.gif"),
  "/thrice": (_, response) => redirect(response, "/twice"),
  "/twice": (_, response) => redirect(response, "/once"),
  "/four": (_, response) => redirect(response, "/thrice"),
  "/nowhere": (_, response) => response.writeHead(302).end(),
  "/cookie": (_, response) => {
    response.setHeader("set-cookie", "session=1");
    redirect(response, "/pixel.gif");
  },
};

/** Writes as fast as it is taken, and stops when nobody takes it any more. */
function pour(response: ServerResponse, bytes: number): void {
  const block = Buffer.alloc(MIB / 4);
  let left = bytes;
  const more = () => {
    while (left > 0 && !response.destroyed) {
      left -= block.byteLength;
      if (!response.write(block)) return response.once("drain", more);
    }
    return response.end();
  };
  more();
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { location }).end();
}

let open: ImageHost;
let forbidden: ImageHost;
let forbidden6: ImageHost;

beforeAll(async () => {
  open = await startImageHost((request, response) => {
    const to = new URL(request.url ?? "/", "http://x").searchParams.get("to");
    if (to !== null) return redirect(response, to);
    return behaviour[request.url ?? ""]?.(request, response) ?? undefined;
  });
  forbidden = await startImageHost((_, response) => response.end(PIXEL));
  forbidden6 = await startImageHost((_, response) => response.end(PIXEL), "::1");
});
afterAll(() => Promise.all([open.close(), forbidden.close(), forbidden6.close()]));
beforeEach(() => {
  open.requests.length = 0;
});

const at = (path: string) => fetchImage(`http://${open.host}${path}`, { allowHosts: [open.host] });

describe("an honest host", () => {
  it("gives its bytes, and learns nothing about us", async () => {
    expect(await at("/pixel.gif")).toEqual({ ok: true, bytes: PIXEL, contentType: "image/gif" });
    expect(open.requests[0]?.headers).toEqual({
      host: open.host,
      connection: "keep-alive",
      accept: "image/webp,image/png,image/jpeg,image/gif",
      "accept-encoding": "identity",
      "user-agent": "Proofdesk/1.0 (image proxy)",
    });
  });

  it("may redirect three times, and gets no cookie back", async () => {
    expect(await at("/thrice")).toMatchObject({ ok: true });
    expect(await at("/cookie")).toMatchObject({ ok: true });
    expect(open.requests.every(({ headers }) => headers.cookie === undefined)).toBe(true);
  });

  it("may send exactly as much as is allowed", async () => {
    const fetched = await at("/exactly");
    expect(fetched.ok && fetched.bytes.byteLength).toBe(15 * MIB);
  });
});

describe("a hostile host", () => {
  test.each([
    ["/gone", "not_found"],
    ["/missing", "not_found"],
    ["/error", "bad_status"],
    ["/part", "bad_status"],
    ["/login", "bad_status"],
    ["/nowhere", "bad_status"],
    ["/huge", "too_large"],
    ["/huge-unsaid", "too_large"],
    ["/cut", "unreachable"],
    ["/headers", "unreachable"],
    ["/loop", "too_many_redirects"],
    ["/four", "too_many_redirects"],
  ])("%s: %s", async (path, reason) => expect(await at(path)).toMatchObject({ ok: false, reason }));

  test.each(["/slow", "/silent"])("%s is left after the time limit", async (path) => {
    const started = Date.now();
    const fetched = await fetchImage(`http://${open.host}${path}`, {
      allowHosts: [open.host],
      timeLimitMs: 300,
    });
    expect(fetched).toEqual({ ok: false, reason: "timeout" });
    expect(Date.now() - started).toBeLessThan(1_500);
  });

  it("cannot hold a fetch with a name that never resolves", async () => {
    const resolve = () => new Promise<string[]>(() => undefined);
    expect(
      await fetchImage("http://slow.example/", { allowHosts: [], resolve, timeLimitMs: 100 }),
    ).toMatchObject({ reason: "timeout" });
  });

  it("cannot make us unpack anything", async () => {
    const fetched = await at("/gzip");
    expect(fetched.ok && fetched.bytes.byteLength).toBeLessThan(MIB);
    expect(fetched.ok && (await renderPicture(fetched.bytes, ["thumb"]))).toEqual({
      ok: false,
      reason: "not_an_image",
    });
  });

  it("costs little memory, however much it pours", async () => {
    await at("/huge-unsaid");
    const before = process.memoryUsage().rss;
    for (let round = 0; round < 5; round++)
      await Promise.all(["/huge", "/huge-unsaid", "/huge-unsaid", "/gzip"].map(at));
    expect((process.memoryUsage().rss - before) / MIB).toBeLessThan(150);
  });

  it("that is not there is unreachable", async () => {
    const gone = await startImageHost(() => undefined);
    await gone.close();
    expect(await fetchImage(`http://${gone.host}/`, { allowHosts: [gone.host] })).toMatchObject({
      ok: false,
      reason: "unreachable",
    });
  });
});

describe("forbidden places", () => {
  const spellings = () => [
    ...[
      "127.0.0.1",
      "2130706433",
      "0x7f.1",
      "017700000001",
      "127.1",
      "0",
      "localhost",
      "[::ffff:127.0.0.1]",
    ].map((host) => `http://${host}:${forbidden.port}/`),
    `http://[::1]:${forbidden6.port}/`,
    `http://localhost:${forbidden6.port}/`,
    "http://169.254.169.254/latest/meta-data/",
    "http://[::ffff:169.254.169.254]/",
  ];
  const expectUntouched = () => expect([forbidden.connections, forbidden6.connections]).toEqual([0, 0]);

  it("are not reached by any spelling", async () => {
    for (const address of spellings())
      expect(await fetchImage(address, { allowHosts: [] })).toEqual({ ok: false, reason: "not_allowed" });
    expectUntouched();
  });

  it("are not reached by a redirect from an allowed host", async () => {
    for (const address of spellings())
      expect(await at(`/?to=${encodeURIComponent(address)}`)).toEqual({ ok: false, reason: "not_allowed" });
    expectUntouched();
  });

  it("are not reached by a redirect to another scheme", async () => {
    for (const address of ["file:///etc/passwd", "data:image/gif;base64,AAAA", "ftp://127.0.0.1/"])
      expect(await at(`/?to=${encodeURIComponent(address)}`)).toMatchObject({ reason: "not_allowed" });
  });

  test.each([["127.0.0.1"], ["::1"], ["93.184.216.34", "127.0.0.1"], ["93.184.216.34", "::ffff:10.0.0.1"]])(
    "are not reached by a name for %s %s",
    async (...addresses) => {
      const resolve = async () => addresses;
      expect(await fetchImage("http://evil.example/", { allowHosts: [], resolve })).toEqual({
        ok: false,
        reason: "not_allowed",
      });
    },
  );

  it("are not reached by a name that changes its mind after it was checked", async () => {
    // 198.51.100.0/24 would be refused, so a public address stands in for the attacker's; nothing need answer there.
    const answers = [["93.184.216.34"], ["127.0.0.1"]];
    let asked = 0;
    const resolve = async () => answers[asked++] ?? [];
    const fetched = await fetchImage(`http://rebind.example/`, { allowHosts: [], resolve, timeLimitMs: 400 });
    expect(fetched.ok).toBe(false);
    expect(asked).toBe(1);
    expectUntouched();
  });

  it("connects to the address that was checked, not to what the name says now", async () => {
    // `.invalid` never resolves (RFC 6761): the connection can only have come from our one answer.
    const name = `proofs.invalid:${open.port}`;
    let asked = 0;
    const resolve = async () => {
      asked++;
      return ["127.0.0.1"];
    };
    expect(await fetchImage(`http://${name}/pixel.gif`, { allowHosts: [name], resolve })).toMatchObject({
      ok: true,
    });
    expect(asked).toBe(1);
    expect(open.requests[0]?.headers.host).toBe(name);
  });

  it("checks a name again at every redirect to it", async () => {
    const resolve = async () => ["10.0.0.1"];
    const address = `http://${open.host}/?to=${encodeURIComponent("http://inside.example/")}`;
    expect(await fetchImage(address, { allowHosts: [open.host], resolve })).toEqual({
      ok: false,
      reason: "not_allowed",
    });
  });

  it("says that a name without an address is unreachable", async () => {
    expect(await fetchImage("http://none.example/", { allowHosts: [], resolve: async () => [] })).toEqual({
      ok: false,
      reason: "unreachable",
    });
  });
});
