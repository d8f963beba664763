import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type Call, measure } from "@/e2e/bench/load";
import { requestsSoFar, type Stage } from "@/e2e/bench/stage";
import { type Latency, medianOf } from "@/e2e/bench/statistics";
import { endWaits } from "@/e2e/support/database";
import type { Queue } from "@/lib/decisions/schema";

/** How long a reviewer waits for "it is in the ledger", by what the vendor does meanwhile. */
export type AcknowledgementFigures = { vendor: string; latency: Latency }[];

/** Requests that the marketplace counted while decisions were made, the mirror's reads among them. */
export type UpstreamFigures = {
  decisions: number;
  requests: number;
  perDecision: number;
  byEndpoint: Record<string, number>;
};

const VENDORS = {
  "answers at once": { latency: { fixedMs: 0 }, faults: [] },
  "takes 2 s per call": { latency: { fixedMs: 2_000 }, faults: [] },
  "is down": { latency: { fixedMs: 0 }, faults: [{ endpoint: "*", kind: "reset" }] },
};
const WELL = VENDORS["answers at once"];
const ROUNDS = 3;
const A_ROUND = 50;
const SETTLE_LIMIT_MS = 180_000;
/** The mirror looks every 30 s while a page is open: its reads belong to the decisions. */
const AFTERGLOW_MS = 35_000;
const UPSTREAM_DECISIONS = 300;
const PACE_MS = 60;

/** Submissions that wait for a verdict, each given once. */
export async function waitingSubmissions({ api, campaignId }: Stage): Promise<() => number> {
  const { body } = await api.get<{ items: { id: number }[] }>(
    `/api/campaigns/${campaignId}/submissions?undecided=true&limit=1000`,
  );
  const waiting = body.items.map(({ id }) => id);
  return () => {
    const id = waiting.shift();
    if (id === undefined) throw new Error("no submission is left to decide");
    return id;
  };
}

function decision({ desk, api, campaignId }: Stage, submissionId: number): Call {
  const verdict =
    submissionId % 4 === 0 ? { verdict: "reject", notes: "Does not fit" } : { verdict: "approve" };
  return {
    method: "POST",
    url: `${desk.address}/api/decisions`,
    headers: { cookie: api.cookie(), origin: desk.address, "content-type": "application/json" },
    body: JSON.stringify({ idempotencyKey: randomUUID(), items: [{ campaignId, submissionId, ...verdict }] }),
    status: 202,
  };
}

/** Acknowledgements, one connection, with each of the vendors in turn; what was left is settled between the rounds. */
export async function measureAcknowledgements(
  stage: Stage,
  next: () => number,
): Promise<AcknowledgementFigures> {
  const rounds = new Map<string, Latency[]>();
  for (let round = 0; round < ROUNDS; round++)
    for (const [vendor, settings] of Object.entries(VENDORS)) {
      await stage.marketplace.set(settings);
      const latency = await measure(() => decision(stage, next()), {
        connections: 1,
        requests: A_ROUND,
        limitMs: 30_000,
      });
      rounds.set(vendor, [...(rounds.get(vendor) ?? []), latency]);
      await stage.marketplace.set(WELL);
      await untilSettled(stage);
    }
  return [...rounds].map(([vendor, latencies]) => ({ vendor, latency: medianOf(latencies) }));
}

/** The price of decisions in requests: posted one by one, while a page is open, until all are settled and read. */
export async function measureUpstream(stage: Stage, next: () => number): Promise<UpstreamFigures> {
  const { marketplace, desk, api } = stage;
  const page = new AbortController();
  const events = await fetch(`${desk.address}/api/events`, {
    headers: { cookie: api.cookie() },
    signal: page.signal,
  });
  if (!events.ok) throw new Error(`GET /api/events answered ${events.status}`);
  try {
    const before = await requestsSoFar(marketplace);
    for (let made = 0; made < UPSTREAM_DECISIONS; made++) {
      await measure(() => decision(stage, next()), { connections: 1, requests: 1, limitMs: 30_000 });
      await sleep(PACE_MS);
    }
    await untilSettled(stage);
    await sleep(AFTERGLOW_MS);
    const { requests } = await marketplace.control<{ requests: { endpoint: string | null }[] }>(
      "GET",
      `requests?since=${before}`,
    );
    const byEndpoint: Record<string, number> = {};
    for (const { endpoint } of requests)
      byEndpoint[endpoint ?? "unknown"] = (byEndpoint[endpoint ?? "unknown"] ?? 0) + 1;
    return {
      decisions: UPSTREAM_DECISIONS,
      requests: requests.length,
      perDecision: Math.round((requests.length / UPSTREAM_DECISIONS) * 1000) / 1000,
      byEndpoint,
    };
  } finally {
    page.abort();
  }
}

async function untilSettled({ desk, api }: Stage): Promise<void> {
  const deadline = Date.now() + SETTLE_LIMIT_MS;
  while (Date.now() < deadline) {
    const { body } = await api.get<Queue>("/api/decisions/queue");
    if (Object.values(body).every((count) => count === 0)) return;
    // How long a closed door waits is not what is measured.
    await endWaits(desk);
    await sleep(500);
  }
  throw new Error("the decisions did not settle in time");
}
