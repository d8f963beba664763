import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

/** A key of `ENCRYPTION_KEYS`: the first seals, all open. */
export type SealingKey = { id: string; key: Buffer };

/** Thrown when a sealed value cannot be opened: another key, another row, or a changed value. Holds no secret. */
export class SealError extends Error {
  override name = "SealError";
}

const FORMAT = "v1";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals text with AES-256-GCM, a random 96-bit nonce (NIST SP 800-38D) and the first key. `identity` names the row
 * and column it belongs to and is bound as associated data, so that a value moved to another row does not open.
 * Returns `v1.<key id>.<base64url of nonce, ciphertext and tag>`.
 */
export function seal(text: string, identity: string, keys: readonly SealingKey[]): string {
  const [first] = keys;
  if (first === undefined) throw new SealError("There is no key to seal with: ENCRYPTION_KEYS is empty.");
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", first.key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(associatedData(first.id, identity));
  const sealed = Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `${FORMAT}.${first.id}.${sealed.toString("base64url")}`;
}

/** Opens what `seal` made. Throws SealError for an unknown key id, another identity, or any changed bit. */
export function unseal(value: string, identity: string, keys: readonly SealingKey[]): string {
  const [format, id, body, ...rest] = value.split(".");
  if (format !== FORMAT || id === undefined || body === undefined || rest.length > 0)
    throw new SealError("The sealed value is not in a known form.");
  const key = keys.find((candidate) => candidate.id === id);
  if (key === undefined)
    throw new SealError(`The value was sealed with key "${id}", which ENCRYPTION_KEYS does not list.`);
  const bytes = Buffer.from(body, "base64url");
  // Only the canonical spelling counts: base64url ignores stray bits, and a changed value must not pass.
  if (bytes.length < NONCE_BYTES + TAG_BYTES || bytes.toString("base64url") !== body)
    throw new SealError("The sealed value is damaged.");
  const decipher = createDecipheriv("aes-256-gcm", key.key, bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(associatedData(id, identity));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([
      decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)),
      decipher.final(),
    ]).toString("utf8");
  } catch (cause) {
    throw new SealError(
      "The sealed value does not open: it was changed, moved, or sealed with another key.",
      {
        cause,
      },
    );
  }
}

const associatedData = (keyId: string, identity: string) => Buffer.from(`${FORMAT}\0${keyId}\0${identity}`);
