import { once } from "node:events";
import { Readable } from "node:stream";
import busboy from "busboy";
import { afterAll, beforeAll, expect, it } from "vitest";
import { MarketplaceClient } from "@/lib/marketplace/client";
import { referenceAnswers } from "@/lib/marketplace/reference-answers";
import { startTestVendor, type TestVendor } from "@/lib/marketplace/test-vendor";
import type { NewJob } from "@/lib/marketplace/types";
import { orderBody, wireWorkerId } from "@/lib/marketplace/wire";
import { parseMoney } from "@/lib/money";

let vendor: TestVendor;
let client: MarketplaceClient;
beforeAll(async () => {
  vendor = await startTestVendor();
  client = new MarketplaceClient({ origin: vendor.origin, apiKey: "key", timeoutMs: 5000 });
});
afterAll(async () => {
  await Promise.all([client.close(), vendor.close()]);
});

/** The form of `addJob`, taken off the wire and read by an independent parser. */
async function sentForm(job: NewJob) {
  vendor.answer({ status: 201, json: referenceAnswers["jobs-add"] });
  await client.addJob(job);
  const request = vendor.seen[0];
  const fields: Record<string, string> = {};
  const files: { name: string; fileName: string; type: string; bytes: Buffer }[] = [];
  const parser = busboy({ headers: { ...request?.headers } });
  parser.on("field", (name, value) => {
    fields[name] = value;
  });
  parser.on("file", (name, stream, { filename, mimeType }) => {
    const chunks: Buffer[] = [];
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.on("end", () =>
      files.push({ name, fileName: filename ?? "", type: mimeType, bytes: Buffer.concat(chunks) }),
    );
  });
  Readable.from([request?.body]).pipe(parser);
  await once(parser, "close");
  return { fields, files };
}

const job: NewJob = {
  title: 'Täst "Job"',
  description: "Ref PD-7K2M",
  payRate: parseMoney("5.00"),
  totalAvailabilities: 10,
  proofRequired: "A screenshot",
  category: "Survey",
  approveOnceFull: false,
};

it("sends a job as a form", async () => {
  const { fields, files } = await sentForm({
    ...job,
    subCategory: "Short",
    countries: ["US", "CA", "GB"],
    approveOnceFull: true,
    image: {
      bytes: new Uint8Array([137, 80, 78, 71, 0, 255]),
      fileName: 'a"b.png',
      contentType: "image/png",
    },
  });
  expect(fields).toEqual({
    title: 'Täst "Job"',
    description: "Ref PD-7K2M",
    pay_rate: "5.00",
    total_availabilities: "10",
    proof_required_description: "A screenshot",
    category: "Survey",
    sub_category: "Short",
    countries: '["US","CA","GB"]',
    approve_once_full: "true",
  });
  expect(files).toMatchObject([{ name: "campaign_image", type: "image/png" }]);
  expect([...(files[0]?.bytes ?? [])]).toEqual([137, 80, 78, 71, 0, 255]);
});

it("leaves out what is not given, but never approve_once_full", async () => {
  const { fields, files } = await sentForm({ ...job, countries: [] });
  expect(Object.keys(fields).toSorted()).toEqual([
    "approve_once_full",
    "category",
    "description",
    "pay_rate",
    "proof_required_description",
    "title",
    "total_availabilities",
  ]);
  expect(fields.approve_once_full).toBe("false");
  expect(files).toEqual([]);
  const sent = orderBody({ link: "https://a.example", quantity: 6, countries: [], approveOnceFull: false });
  expect(JSON.parse(JSON.stringify(sent))).toEqual({
    link: "https://a.example",
    quantity: 6,
    approve_once_full: false,
  });
});

it.each([
  ["12345", 12345],
  ["0", 0],
  ["9007199254740991", 9007199254740991],
  ["9007199254740993", "9007199254740993"],
  ["007", "007"],
  ["abc-def-123", "abc-def-123"],
  ["-5", "-5"],
  ["1e3", "1e3"],
  ["١٢", "١٢"],
  ["", ""],
])("sends the worker id %j as %j", (id, expected) => {
  expect(wireWorkerId(id)).toBe(expected);
});
