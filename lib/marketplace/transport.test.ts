import { createServer, type Server } from "node:net";
import { inspect } from "node:util";
import { gzipSync } from "node:zlib";
import { Agent } from "undici";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { MarketplaceClient } from "@/lib/marketplace/client";
import { MarketplaceError } from "@/lib/marketplace/errors";
import { referenceAnswers } from "@/lib/marketplace/reference-answers";
import { failureOf, type Reply, startTestVendor, type TestVendor } from "@/lib/marketplace/test-vendor";

const apiKey = "rw_live_0123456789abcdef";
const balance = JSON.stringify(referenceAnswers.balance);
const lost = { name: "MarketplaceTransportError", reason: "connection", sent: "maybe" };

let vendor: TestVendor;
let client: MarketplaceClient;
const opened: { close: () => unknown }[] = [];

beforeAll(async () => {
  vendor = await startTestVendor();
  client = new MarketplaceClient({ origin: vendor.origin, apiKey, timeoutMs: 5000 });
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});
afterAll(async () => {
  await Promise.all([client.close(), vendor.close()]);
});

function clientOf(origin: string, timeoutMs = 5000): MarketplaceClient {
  const made = new MarketplaceClient({ origin, apiKey, timeoutMs });
  opened.push(made);
  return made;
}

async function listening(server: Server): Promise<string> {
  opened.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return `127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
}

describe("an answer that does not arrive whole", () => {
  it.each<[string, Reply]>([
    ["a reset before the status", (response) => response.destroy()],
    [
      "a reset inside the body",
      (response) => {
        response.writeHead(200, { "content-length": "1000" });
        response.write('{"bal', () => response.socket?.resetAndDestroy());
      },
    ],
    [
      "fewer bytes than content-length",
      (response) => {
        response.writeHead(200, { "content-length": String(balance.length + 1), connection: "close" });
        response.write(balance, () => response.socket?.end());
      },
    ],
    [
      "chunks that end early",
      (response) => {
        response.writeHead(200, { "transfer-encoding": "chunked" });
        response.write(balance, () => response.socket?.end());
      },
    ],
    ["something that is not HTTP", (response) => response.socket?.end("SSH-2.0-OpenSSH_9.2\r\n\r\n")],
    [
      "a switch of protocols",
      (response) =>
        response.socket?.write(
          "HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n",
        ),
    ],
  ])("%s may have happened", async (_, reply) => {
    vendor.answer(reply);
    expect(await failureOf(client.getBalance())).toMatchObject(lost);
    expect(vendor.seen).toHaveLength(1);
    vendor.answer({ json: referenceAnswers.balance });
    expect(await client.getBalance()).toBe("1000.00");
  });

  it("keeps a refusal whose body breaks off", async () => {
    vendor.answer((response) => {
      response.writeHead(401, { "content-length": "1000" });
      response.write('{"error":"Inv', () => response.socket?.resetAndDestroy());
    });
    expect(await failureOf(client.getBalance())).toMatchObject({
      name: "MarketplaceStatusError",
      status: 401,
      vendorMessage: "",
      cause: lost,
    });
  });
});

describe("what was never sent", () => {
  it("says so when the connection is refused", async () => {
    const server = createServer();
    const host = await listening(server);
    await new Promise((resolve) => server.close(resolve));
    const error = await failureOf(clientOf(`http://${host}`).getBalance());
    expect(error).toMatchObject({ ...lost, sent: "no", cause: { code: "ECONNREFUSED" } });
  });

  it("says so when the name does not resolve", async () => {
    expect(await failureOf(clientOf("http://vendor.invalid").getBalance())).toMatchObject({
      ...lost,
      sent: "no",
    });
  });

  it("says so when TLS fails", async () => {
    const host = vendor.origin.replace("http:", "https:");
    vendor.answer({ json: referenceAnswers.balance });
    expect(await failureOf(clientOf(host).getBalance())).toMatchObject({ ...lost, sent: "no" });
    expect(vendor.seen).toEqual([]);
  });

  it("says so when the time is up before the connection stands, and keeps it so", async () => {
    let connect: () => void = () => {};
    const dispatcher = new Agent({
      connect: (_, done) => {
        connect = () => done(new Error("too late"), null);
      },
    });
    opened.push({ close: () => dispatcher.destroy() });
    const slow = new MarketplaceClient({ origin: vendor.origin, apiKey, timeoutMs: 50, dispatcher });
    expect(await failureOf(slow.getBalance())).toMatchObject({ reason: "timeout", sent: "no" });
    connect();
  });

  it("says so when the caller has given up already", async () => {
    vendor.answer({ json: referenceAnswers.balance });
    const signal = AbortSignal.abort(new Error("enough"));
    expect(await failureOf(client.getBalance({ signal }))).toMatchObject({ reason: "aborted", sent: "no" });
    expect(vendor.seen).toEqual([]);
  });

  it("does not send what waited for a connection until after the time was up", async () => {
    vendor.answer((response) => setTimeout(() => response.end(balance), 200));
    const dispatcher = new Agent({ connections: 1 });
    opened.push(dispatcher);
    const patient = new MarketplaceClient({ origin: vendor.origin, apiKey, timeoutMs: 5000, dispatcher });
    const hasty = new MarketplaceClient({ origin: vendor.origin, apiKey, timeoutMs: 50, dispatcher });
    const first = patient.getBalance();
    expect(await failureOf(hasty.approveSubmission("c", "1"))).toMatchObject({
      reason: "timeout",
      sent: "no",
    });
    expect(await first).toBe("1000.00");
    expect(await patient.getBalance()).toBe("1000.00");
    expect(vendor.seen.map(({ url }) => url)).toEqual(["/account/get_balance", "/account/get_balance"]);
  });

  it("says so after close()", async () => {
    const closed = new MarketplaceClient({ origin: vendor.origin, apiKey, timeoutMs: 5000 });
    await closed.close();
    expect(await failureOf(closed.getBalance())).toMatchObject({ ...lost, sent: "no" });
  });
});

describe("limits", () => {
  it.each<[string, Reply]>([
    ["silence", () => {}],
    ["a body that never ends", (response) => void response.writeHead(200).write('{"balance":')],
    [
      "a drip",
      (response) => {
        response.writeHead(200);
        const drip = setInterval(() => response.write(" "), 20);
        response.on("close", () => clearInterval(drip));
      },
    ],
  ])("the time limit covers %s", async (_, reply) => {
    vendor.answer(reply);
    const started = performance.now();
    const error = await failureOf(clientOf(vendor.origin, 150).getBalance());
    expect(error).toMatchObject({ reason: "timeout", sent: "maybe", cause: { name: "TimeoutError" } });
    expect(performance.now() - started).toBeLessThan(1500);
  });

  it("the caller's signal ends a running exchange", async () => {
    const giveUp = new AbortController();
    vendor.answer(() => giveUp.abort(new Error("enough")));
    expect(await failureOf(client.getBalance({ signal: giveUp.signal }))).toMatchObject({
      reason: "aborted",
      sent: "maybe",
    });
  });

  it("an oversize body is cut while it streams", async () => {
    let sentBytes = 0;
    vendor.answer((response) => {
      const chunk = Buffer.alloc(256 * 1024, " ");
      const pour = () => {
        if (response.destroyed) return;
        sentBytes += chunk.length;
        if (response.write(chunk)) setImmediate(pour);
        else response.once("drain", pour);
      };
      pour();
    });
    const error = await failureOf(client.getBalance());
    expect(error).toMatchObject({ reason: "too-large", sent: "maybe" });
    expect(sentBytes).toBeLessThan(32 * 1024 * 1024);
  });

  it("an oversize refusal keeps its status", async () => {
    vendor.answer({ status: 503, body: "x".repeat(200_000) });
    expect(await failureOf(client.getBalance())).toMatchObject({
      status: 503,
      cause: { reason: "too-large" },
    });
  });
});

describe("content-encoding", () => {
  it("asks for gzip and undoes it", async () => {
    vendor.answer({ headers: { "content-encoding": "gzip" }, body: gzipSync(balance) });
    expect(await client.getBalance()).toBe("1000.00");
    expect(vendor.seen[0]?.headers["accept-encoding"]).toBe("gzip");
    vendor.answer({
      status: 400,
      headers: { "content-encoding": "gzip" },
      body: gzipSync('{"error":"No."}'),
    });
    expect(await failureOf(client.getBalance())).toMatchObject({ status: 400, vendorMessage: "No." });
  });

  it("counts what a bomb unpacks to", async () => {
    vendor.answer({
      headers: { "content-encoding": "gzip" },
      body: gzipSync(Buffer.alloc(32 * 1024 * 1024)),
    });
    expect(await failureOf(client.getBalance())).toMatchObject({ reason: "too-large", sent: "maybe" });
  });

  it.each([
    ["half a gzip", "gzip", gzipSync(balance).subarray(0, 20)],
    ["no gzip at all", "gzip", Buffer.from(balance)],
    ["another encoding", "br", Buffer.from(balance)],
  ])("%s is a shape error, and a status error keeps its status", async (_, encoding, body) => {
    vendor.answer({ headers: { "content-encoding": encoding }, body });
    expect(await failureOf(client.getBalance())).toMatchObject({ name: "MarketplaceShapeError" });
    vendor.answer({ status: 500, headers: { "content-encoding": encoding }, body });
    expect(await failureOf(client.getBalance())).toMatchObject({ status: 500, vendorMessage: "" });
  });
});

it("a body that is JSON but for one byte that is not UTF-8 is refused, not repaired", async () => {
  const body = Buffer.from('{"balance":"1.00","name":"?"}');
  body[body.indexOf("?")] = 0xff;
  vendor.answer({ body });
  expect(await failureOf(client.getBalance())).toMatchObject({ problems: ["the body is not UTF-8"] });
});

describe("the account key", () => {
  it.each<[string, Reply]>([
    ["a refusal that quotes it", { status: 401, json: { error: `Key ${apiKey} is invalid` } }],
    ["a refusal that hides it in an object", { status: 400, json: { error: { key: [apiKey] } } }],
    ["a plain text that quotes it", { status: 500, body: `No user for ${apiKey}` }],
    ["broken JSON that quotes it", { body: `{"balance": ${apiKey}}` }],
    ["a wrong shape that quotes it", { json: { balance: apiKey, [apiKey]: apiKey } }],
    ["a list that quotes it", { json: [{ [apiKey]: apiKey }] }],
    ["a reset", (response) => response.destroy()],
  ])("stands in no error: %s", async (_, reply) => {
    vendor.answer(reply);
    for (const run of [() => client.getBalance(), () => client.listCampaigns()]) {
      const error = await failureOf(run());
      expect(error).toBeInstanceOf(MarketplaceError);
      expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(apiKey.slice(0, 12));
      expect(JSON.stringify(error)).not.toContain(apiKey.slice(0, 12));
    }
    expect(inspect(client, { depth: 20, showHidden: true })).not.toContain(apiKey);
  });

  it.each(["", "a b", "a\r\nx: y", "schlüssel"])("%j is none, and is not repeated", (bad) => {
    expect(() => new MarketplaceClient({ origin: "https://a.example", apiKey: bad, timeoutMs: 1 })).toThrow(
      /^the account key must be printable ASCII$/,
    );
  });
});

describe("the address", () => {
  it.each([
    "",
    "a.example",
    "ftp://a.example",
    "https://a.example/api",
    "https://u:p@a.example",
    "https://a.example/?q",
  ])("%j is none", (origin) => {
    expect(() => new MarketplaceClient({ origin, apiKey, timeoutMs: 1 })).toThrow(RangeError);
  });

  it("keeps connections", async () => {
    const ports = new Set<number | undefined>();
    vendor.answer((response) => {
      ports.add(response.socket?.remotePort);
      response.end(balance);
    });
    const one = clientOf(vendor.origin);
    for (let turn = 0; turn < 5; turn += 1) await one.getBalance();
    // undici may open a second one when a request follows within the turn that ended the one before.
    expect(ports.size).toBeLessThanOrEqual(2);
  });
});
