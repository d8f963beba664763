import fc from "fast-check";
import { type EndpointName, endpoints } from "@/lib/marketplace/endpoints";
import { referenceAnswers } from "@/lib/marketplace/reference-answers";

type Json = Record<string, unknown>;

const oddValues: unknown[] = [
  null,
  true,
  false,
  0,
  -0,
  -1,
  1,
  1.5,
  2.5,
  1e21,
  1e-7,
  2 ** 53,
  2 ** 53 - 1,
  123,
  124,
  "",
  " ",
  "0",
  "123",
  "124",
  "-1",
  "1e5",
  "NaN",
  "Infinity",
  "0x10",
  "2.50",
  "-2.50",
  "1,000.00",
  "$5",
  "2.5000000001",
  "9".repeat(40),
  "Approved",
  "rejected",
  "Cancelled",
  "Pending ",
  "P\u0000",
  "\ud800",
  "абв",
  "x".repeat(300),
  [],
  [[]],
  {},
  { id: 1 },
  [null],
  { results: [] },
  { submissions: [] },
  "__proto__",
  "2025-02-30T00:00:00Z",
  "N/A",
  "101%",
];

const structural = fc.record({
  how: fc.constantFrom("replace", "delete", "respell", "contradict", "wrap", "unwrap", "repeat", "restring"),
  at: fc.nat(),
  value: fc.constantFrom(...oddValues),
});
const textual = fc.record({
  how: fc.constantFrom("cut", "flip", "drop", "double", "insert"),
  at: fc.nat(),
  length: fc.integer({ min: 1, max: 12 }),
  byte: fc.integer({ min: 0, max: 255 }),
});
type Structural = typeof structural extends fc.Arbitrary<infer T> ? T : never;
type Textual = typeof textual extends fc.Arbitrary<infer T> ? T : never;

interface Mangling {
  name: EndpointName;
  structure: Structural[];
  bytes: Textual[];
}

/** For tests: an endpoint and up to seven changes to its valid body, to the structure and to the bytes. */
export const manglings: fc.Arbitrary<Mangling> = fc.record({
  name: fc.constantFrom(...(Object.keys(endpoints) as EndpointName[])),
  structure: fc.array(structural, { maxLength: 4 }),
  bytes: fc.oneof(fc.constant<Textual[]>([]), fc.array(textual, { maxLength: 3 })),
});

function slotsOf(value: unknown, slots: { parent: Json; key: string }[] = []) {
  if (typeof value !== "object" || value === null) return slots;
  for (const key of Object.keys(value)) {
    slots.push({ parent: value as Json, key });
    slotsOf((value as Json)[key], slots);
  }
  return slots;
}

function restructured(root: { body: unknown }, { how, at, value }: Structural): void {
  const slots = slotsOf(root);
  const slot = slots[at % slots.length];
  if (!slot) return;
  const { parent, key } = slot;
  const now = parent[key];
  const other = key.includes("_")
    ? key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
    : key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  if (how === "replace") parent[key] = structuredClone(value);
  else if (how === "delete" && parent !== root) delete parent[key];
  else if (how === "wrap") parent[key] = at % 2 ? [now] : { results: now };
  else if (how === "unwrap" && typeof now === "object" && now !== null) parent[key] = Object.values(now)[0];
  else if (how === "repeat" && Array.isArray(now)) now.push(...structuredClone(now.slice(0, 2)));
  else if (how === "restring") parent[key] = typeof now === "number" ? String(now) : Number(now);
  else if (how === "contradict" && other !== key) parent[other] = structuredClone(value);
  else if (how === "respell" && other !== key && !Array.isArray(parent)) {
    parent[other] = now;
    delete parent[key];
  }
}

function mangledBytes(bytes: Buffer, { how, at, length, byte }: Textual): Buffer {
  const start = bytes.length === 0 ? 0 : at % bytes.length;
  const [before, piece, after] = [
    bytes.subarray(0, start),
    bytes.subarray(start, start + length),
    bytes.subarray(start + length),
  ];
  if (how === "cut") return before;
  if (how === "drop") return Buffer.concat([before, after]);
  if (how === "double") return Buffer.concat([before, piece, piece, after]);
  if (how === "insert") return Buffer.concat([before, Buffer.from([byte]), piece, after]);
  const flipped = Buffer.from(bytes);
  if (flipped.length > 0) flipped[start] = byte;
  return flipped;
}

/** The body that comes of it. */
export function mangledBody({ name, structure, bytes }: Mangling): Buffer {
  const root = { body: structuredClone(referenceAnswers[name]) as unknown };
  for (const change of structure) restructured(root, change);
  return bytes.reduce(mangledBytes, Buffer.from(JSON.stringify(root.body) ?? ""));
}
