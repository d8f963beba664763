import type { AuditAction } from "@/lib/audit/events";
import type { Db } from "@/lib/db/client";

/** Who did it: a person, or null for the desk itself; and the request it came with. */
export type AuditContext = { actorId: string | null; requestId?: string };

/** Writes what happened, in the transaction of what it tells of. `subject` is the id of the thing acted on. */
export async function audit(tx: Db, context: AuditContext, ...events: readonly AuditAction[]): Promise<void> {
  if (events.length === 0) return;
  await tx.auditEvent.createMany({
    data: events.map((event) => ({
      actorId: context.actorId,
      requestId: context.requestId ?? null,
      action: event.action,
      subject: "subject" in event ? event.subject : null,
      data: event.data,
    })),
  });
}
