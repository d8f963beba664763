import { type Call, jsonBody } from "@/sandbox/call";
import { isoSeconds } from "@/sandbox/iso-time";
import type { Worker } from "@/sandbox/market/types";
import { type Reply, refusal } from "@/sandbox/reply";

/** 9 · block: 201. 400 missing id, self-block, already blocked · 404 unknown. */
export function blockWorker(call: Call): Reply {
  return withWorkerId(call, (received, worker) => {
    const { market, journal } = call.world;
    if (received === market.employer) return refusal(400, "You cannot block yourself");
    if (!worker) return refusal(404, "Worker not found");
    if (market.blocked.has(worker.number)) return refusal(400, "Worker is already blocked");
    market.blocked.set(worker.number, isoSeconds(new Date()));
    journal.note(call.request, { kind: "block", worker: worker.number, received });
    return {
      status: 201,
      body: { success: true, message: "Worker blocked successfully", worker_id: worker.number },
    };
  });
}

/** 10 · unblock: 200. 400 missing id or not blocked · 404 unknown. */
export function unblockWorker(call: Call): Reply {
  return withWorkerId(call, (received, worker) => {
    const { market, journal } = call.world;
    if (!worker) return refusal(404, "Worker not found");
    if (!market.blocked.delete(worker.number)) return refusal(400, "Worker is not blocked");
    journal.note(call.request, { kind: "unblock", worker: worker.number, received });
    return {
      status: 200,
      body: { success: true, message: "Worker unblocked successfully", worker_id: worker.number },
    };
  });
}

/** 11 · the blocked workers, a bare array, in the order of blocking. */
export function listBlocked(call: Call): Reply {
  const { blocked, workers } = call.world.market;
  const body = [...blocked].map(([number, blocked_at]) => ({
    worker_id: number,
    worker_name: workers.get(number)?.name ?? null,
    blocked_at,
  }));
  return { status: 200, body };
}

function withWorkerId(call: Call, act: (received: unknown, worker: Worker | undefined) => Reply): Reply {
  const body = jsonBody(call);
  if (!body.ok) return body.reply;
  const received = body.fields["worker_id"];
  if (received === undefined || received === null || received === "") {
    return refusal(400, "worker_id is required");
  }
  return act(received, findWorker(call, received));
}

/**
 * Contradiction 3: the reference shows an integer here but a string `userId` in submissions. With `blockIds` "integer" only a
 * JSON number finds a worker; with "any" digits in a string and the text id do too.
 */
function findWorker(call: Call, received: unknown): Worker | undefined {
  const { workers } = call.world.market;
  if (typeof received === "number") return workers.get(received);
  if (call.world.settings.contradictions.blockIds === "integer" || typeof received !== "string")
    return undefined;
  if (/^\d+$/.test(received)) return workers.get(Number(received));
  return [...workers.values()].find((worker) => worker.textId === received);
}
