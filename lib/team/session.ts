import { randomUUID } from "node:crypto";
import { decode } from "next-auth/jwt";
import { z } from "zod";
import { audit } from "@/lib/audit/record";
import { db, transaction } from "@/lib/db/client";
import { env } from "@/lib/env";
import type { Person } from "@/lib/team/actor";

const DAY_MS = 24 * 60 * 60 * 1000;

/** A session ends this long after sign-in, whatever happens. */
export const SESSION_LIFETIME_MS = 30 * DAY_MS;

/** … and this long after it was last used. */
export const SESSION_IDLE_MS = 7 * DAY_MS;

/** `lastSeenAt` is written at most this often: a session in use costs one write a minute, not one a request. */
const SEEN_EVERY_MS = 60_000;

/** What stands in the cookie's token: names, no rights. Everything else is asked from the row at each request. */
const claimsSchema = z.object({ sub: z.uuid(), sid: z.uuid() });

/** Where a sign-in came from, as the session list shows it; either may be unknown. */
export type Caller = { address: string | null; userAgent: string | null };

/** Opens a session for a person who proved who they are. Audited. Returns the row's id. */
export async function startSession(personId: string, caller: Caller, now = new Date()): Promise<string> {
  const id = randomUUID();
  // Anyone can send a header of any length.
  const userAgent = caller.userAgent?.slice(0, 300) ?? null;
  await transaction(async (tx) => {
    await tx.session.create({
      data: {
        id,
        personId,
        createdAt: now,
        lastSeenAt: now,
        expiresAt: new Date(now.getTime() + SESSION_LIFETIME_MS),
        userAgent,
        address: caller.address,
      },
    });
    await audit(
      tx,
      { actorId: personId },
      { action: "session.started", subject: id, data: { address: caller.address, userAgent } },
    );
  });
  return id;
}

/**
 * The person behind a session cookie's value, or null when it is none of ours, its row is revoked, expired or unused
 * for too long, or the person was deactivated. Asks the database every time: what an owner takes away is gone at once.
 */
export async function readSession(token: string | undefined, now = new Date()): Promise<Person | null> {
  return personOf(await readToken(token), now);
}

/** As `readSession`, for what was in the token. */
export async function personOf(token: unknown, now = new Date()): Promise<Person | null> {
  const claims = claimsSchema.safeParse(token).data;
  if (claims === undefined) return null;
  const row = await db().session.findUnique({ where: { id: claims.sid }, include: { person: true } });
  if (row === null || row.personId !== claims.sub || row.revokedAt !== null || !row.person.active)
    return null;
  const unusedMs = now.getTime() - row.lastSeenAt.getTime();
  if (row.expiresAt <= now || unusedMs >= SESSION_IDLE_MS) return null;
  if (unusedMs >= SEEN_EVERY_MS)
    await db().session.updateMany({
      where: { id: row.id, lastSeenAt: row.lastSeenAt },
      data: { lastSeenAt: now },
    });
  const { id, email, name, role, locale, timeZone } = row.person;
  return { personId: id, sessionId: row.id, email, name, role, locale, timeZone };
}

/** Whether a session that was good once still is, for what outlives its request (a live stream). */
export async function sessionIsLive(sessionId: string, now = new Date()): Promise<boolean> {
  const row = await db().session.findUnique({ where: { id: sessionId }, include: { person: true } });
  return row !== null && row.revokedAt === null && row.expiresAt > now && row.person.active;
}

/** Ends one session for good; a second time is no error and is not audited again. */
export async function endSession(sessionId: string, reason: "signed out" | "revoked", actorId: string) {
  await transaction(async (tx) => {
    const { count } = await tx.session.updateMany({
      where: { id: sessionId, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    if (count > 0)
      await audit(tx, { actorId }, { action: "session.ended", subject: sessionId, data: { reason } });
  });
}

async function readToken(token: string | undefined): Promise<unknown> {
  if (token === undefined) return null;
  const secret = env().nextauthSecret;
  try {
    return await decode({ token, secret });
  } catch {
    // Anyone can send any cookie: a forged, damaged or outdated token is nobody's, and nothing went wrong here.
    return null;
  }
}
