import { z } from "zod";
import { decideItemSchema } from "@/lib/decisions/schema";

/** A decision that the desk has not confirmed yet. Its key is made once, at the key press, and never again. */
export const outboxEntrySchema = z.object({
  idempotencyKey: z.uuid(),
  item: decideItemSchema,
  /** When it was pressed, ms since the epoch; also the order of sending. */
  pressedAt: z.number(),
  /** Whether it may have reached the desk. */
  attempted: z.boolean(),
  /** The person took it back before it was confirmed. */
  undo: z.boolean(),
});
export type OutboxEntry = z.infer<typeof outboxEntrySchema>;

/** Decisions that wait in this browser, oldest first. */
export type Outbox = {
  entries: () => readonly OutboxEntry[];
  /** As it is stored now: another tab of the person may have sent it, taken it back, or wished so. */
  get: (idempotencyKey: string) => OutboxEntry | undefined;
  put: (entry: OutboxEntry) => void;
  remove: (idempotencyKey: string) => void;
  /** False once the browser refused to store something: then a reload would lose what waits. */
  durable: () => boolean;
};

/**
 * One person's outbox, kept in `storage` (localStorage) under a key of its own per decision, so that two tabs never
 * overwrite each other's. What waits from before a reload is read at once; what cannot be understood is left alone.
 */
export function openOutbox(storage: Storage, personId: string): Outbox {
  const prefix = `proofdesk.outbox.${personId}.`;
  const waiting = new Map<string, OutboxEntry>();
  /** What the browser did not store as it is: there the memory is right. */
  const unstored = new Set<string>();
  let stored = true;
  for (const entry of storedEntries(storage, prefix)) waiting.set(entry.idempotencyKey, entry);

  const attempt = (key: string, write: () => void) => {
    try {
      write();
      unstored.delete(key);
    } catch (err) {
      // A full or forbidden store throws a DOMException; the decision still waits in memory, and `durable` says so.
      if (!(err instanceof DOMException)) throw err;
      unstored.add(key);
      stored = false;
    }
  };
  const reread = (key: string) => {
    if (unstored.has(key)) return;
    const text = storage.getItem(prefix + key);
    const entry = outboxEntrySchema.safeParse(parsedJson(text));
    if (entry.success) waiting.set(key, entry.data);
    else if (text === null) waiting.delete(key);
  };
  return {
    entries: () => [...waiting.values()],
    get: (key) => {
      reread(key);
      return waiting.get(key);
    },
    put: (entry) => {
      waiting.set(entry.idempotencyKey, entry);
      attempt(entry.idempotencyKey, () =>
        storage.setItem(prefix + entry.idempotencyKey, JSON.stringify(entry)),
      );
    },
    remove: (key) => {
      waiting.delete(key);
      attempt(key, () => storage.removeItem(prefix + key));
    },
    durable: () => stored,
  };
}

/** A fresh idempotency key. `crypto.randomUUID` exists only on https and localhost; a desk on a plain LAN address needs the long way. */
export function freshKey(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function storedEntries(storage: Storage, prefix: string): OutboxEntry[] {
  const names = Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? "");
  return names
    .filter((name) => name.startsWith(prefix))
    .flatMap((name) => {
      const entry = outboxEntrySchema.safeParse(parsedJson(storage.getItem(name)));
      return entry.success ? [entry.data] : [];
    })
    .toSorted((a, b) => a.pressedAt - b.pressedAt);
}

function parsedJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "null");
  } catch (err) {
    if (err instanceof SyntaxError) return null;
    throw err;
  }
}
