import { measure } from "@/e2e/bench/load";
import type { Stage } from "@/e2e/bench/stage";
import { type Latency, medianOf } from "@/e2e/bench/statistics";

/** A read at one and at sixteen connections; `ratio` is its p50 over the floor's at the same number. */
export type ReadFigures = { read: string; connections: number; latency: Latency; ratio: number };

const ROUNDS = 5;
const CONNECTIONS = [1, 16] as const;
const LIMIT_MS = 4_000;

const FLOOR = "floor: GET /api/health";

/**
 * Pages of the mirror beside the floor, the same build's emptiest handler. All of them in turn in every round, so that
 * whatever else the machine does strikes all alike.
 */
export async function measureReads({ desk, api, campaignId }: Stage): Promise<ReadFigures[]> {
  const paths = {
    [FLOOR]: "/api/health",
    "signed in: GET /api/me": "/api/me",
    "50 of 20,000 submissions": `/api/campaigns/${campaignId}/submissions?limit=50`,
    "50 pending of 20,000": `/api/campaigns/${campaignId}/submissions?undecided=true&limit=50`,
    "page of 40 campaigns": "/api/campaigns?limit=50",
  };
  const rounds = new Map<string, Latency[]>();
  for (let round = 0; round <= ROUNDS; round++)
    for (const connections of CONNECTIONS)
      for (const [read, path] of Object.entries(paths)) {
        const latency = await measure(
          () => ({
            method: "GET",
            url: `${desk.address}${path}`,
            headers: { cookie: api.cookie() },
            status: 200,
          }),
          { connections, requests: connections === 1 ? 200 : 800, limitMs: LIMIT_MS },
        );
        // The first round warms up: code is compiled, connections are made, pages come into memory.
        if (round > 0)
          rounds.set(`${connections} ${read}`, [...(rounds.get(`${connections} ${read}`) ?? []), latency]);
      }
  const of = (connections: number, read: string) => medianOf(rounds.get(`${connections} ${read}`) ?? []);
  return CONNECTIONS.flatMap((connections) =>
    Object.keys(paths).map((read) => {
      const latency = of(connections, read);
      return {
        read,
        connections,
        latency,
        ratio: Math.round((latency.p50 / of(connections, FLOOR).p50) * 10) / 10,
      };
    }),
  );
}
