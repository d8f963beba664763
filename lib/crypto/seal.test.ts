import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SealError, seal, unseal } from "@/lib/crypto/seal";

const first = { id: "k1", key: randomBytes(32) };
const second = { id: "k2", key: randomBytes(32) };

describe("seal", () => {
  it("opens what it sealed, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string(), (text, identity) => {
        expect(unseal(seal(text, identity, [first]), identity, [first])).toBe(text);
      }),
    );
  });

  it("never makes the same value twice", () => {
    expect(seal("key", "row", [first])).not.toBe(seal("key", "row", [first]));
  });

  it("seals with the first key and opens with any", () => {
    const old = seal("key", "row", [second]);
    expect(unseal(old, "row", [first, second])).toBe("key");
    expect(seal("key", "row", [first, second])).toMatch(/^v1\.k1\./);
  });

  it("refuses every single changed bit, every shortened value, another row and another key", () => {
    const value = seal("a-canary-key", "account_key:1", [first]);
    const [format, id, body = ""] = value.split(".");
    const bytes = Buffer.from(body, "base64url");
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(() =>
        unseal(`${format}.${id}.${changed.toString("base64url")}`, "account_key:1", [first]),
      ).toThrow(SealError);
    }
    for (let length = 0; length < value.length; length++)
      expect(() => unseal(value.slice(0, length), "account_key:1", [first])).toThrow(SealError);
    expect(() => unseal(value, "account_key:2", [first])).toThrow(SealError);
    expect(() => unseal(value, "account_key:1", [{ id: "k1", key: second.key }])).toThrow(SealError);
    expect(() => unseal(value, "account_key:1", [second])).toThrow(/does not list/);
  });
});
