import { setTimeout as sleep } from "node:timers/promises";
import { compare, type LedgerRow } from "@/e2e/chaos/compare";
import { killDesks } from "@/e2e/chaos/kills";
import type { ChaosOptions } from "@/e2e/chaos/options";
import { Outbox } from "@/e2e/chaos/outbox";
import { planTasks, type Submission } from "@/e2e/chaos/plan";
import { type ChaosReport, makeReport, type RequestSeen } from "@/e2e/chaos/report";
import { Diary, review } from "@/e2e/chaos/reviewers";
import { type Stage, TIMEOUT_MS } from "@/e2e/chaos/stage";
import { makeWeather } from "@/e2e/chaos/weather";
import type { Queue } from "@/lib/decisions/schema";
import type { Campaign } from "@/lib/mirror/schema";
import { createRandom } from "@/sandbox/random";

const SECOND = 1_000;
const PER_CAMPAIGN = 400;
const HANDS = 6;
const SAY_EVERY_MS = 5 * SECOND;
const MIRROR_LIMIT_MS = 120 * SECOND;

/**
 * The whole fault run on an open stage: people decide while the marketplace fails and desks are killed, until every
 * decision is settled or a generous limit has passed; then everybody's record is compared. Throws only when the run
 * itself cannot be made; what the desk did wrong stands in the report.
 */
export async function runChaos(
  stage: Stage,
  options: ChaosOptions,
  say: (line: string) => void,
): Promise<ChaosReport> {
  const { marketplace, desks, people } = stage;
  const random = (what: string) => createRandom(`chaos:${options.seed}:${what}`);
  const outboxes = await Promise.all(people.map((person) => Outbox.open(desks, person)));
  const [watcher] = outboxes;
  if (watcher === undefined) throw new Error("nobody decides");

  const submissions = await makeCampaigns(stage, watcher, options.decisions);
  const tasks = planTasks(submissions, people.length, random("plan"));
  const diary = new Diary();
  const startedAt = Date.now();
  const requestsBefore = (await marketplace.control<{ last: number }>("GET", "requests?since=1000000000"))
    .last;
  const effectsBefore = await marketplace.lastEffect();
  say(`${submissions.length} submissions are in the mirror of ${desks.length} desk(s); faults begin.`);

  let killed = 0;
  let over = false;
  const done = new AbortController();
  const weather = makeWeather(marketplace, {
    rate: options.faults,
    hourlyLimit: stage.hourlyLimit,
    random: random("weather"),
    signal: done.signal,
  });
  const kills = killDesks(desks, options.kills, {
    decisions: options.decisions,
    random: random("kills"),
    progress: () => ({ asked: diary.asked, over }),
    killed: (count) => {
      killed = count;
    },
  });
  const narrator = setInterval(() => {
    const seconds = Math.round((Date.now() - startedAt) / SECOND);
    say(`${seconds} s: ${diary.asked} answered, ${killed} of ${options.kills} kills`);
  }, SAY_EVERY_MS);
  try {
    // Time enough for every desk that is killed to come back and take part.
    const duringMs = Math.max(20 * SECOND, options.kills * 5 * SECOND);
    const decided = review(tasks, outboxes, diary, { hands: HANDS, duringMs }).finally(() => {
      over = true;
    });
    await Promise.all([decided, kills]);
    clearInterval(narrator);
    const limitMs = 240 * SECOND + options.decisions * 50;
    await untilSettled(watcher, limitMs, (queue) =>
      say(
        `all answered; open: ${Object.entries(queue)
          .map(([state, count]) => `${state} ${count}`)
          .join(", ")}`,
      ),
    );
  } finally {
    clearInterval(narrator);
    // Faults go on until the last decision is settled.
    done.abort();
    await weather;
  }
  // Whatever was on its way and late has arrived after this.
  await sleep(3 * TIMEOUT_MS);

  const ledger = await readLedger(watcher);
  const effects = await marketplace.effects(effectsBefore);
  const { requests } = await marketplace.control<{ requests: RequestSeen[] }>(
    "GET",
    `requests?since=${requestsBefore}`,
  );
  return makeReport({
    options,
    durationMs: Date.now() - startedAt,
    submissions: submissions.length,
    kills: killed,
    retries: outboxes.reduce((sum, { retries }) => sum + retries, 0),
    diary,
    ledger,
    effects: effects.length,
    requests,
    hourlyLimit: stage.hourlyLimit,
    violations: compare([...diary.intents.values()], ledger, effects, submissions),
  });
}

/** Campaigns of the run's own, as soon as the desk has read them to their end. */
async function makeCampaigns({ marketplace }: Stage, watcher: Outbox, count: number): Promise<Submission[]> {
  const submissions: Submission[] = [];
  for (let left = count; left > 0; left -= PER_CAMPAIGN) {
    const pending = Math.min(PER_CAMPAIGN, left);
    const made = await marketplace.control<{ id: string; submissionIds: number[] }>("POST", "campaigns", {
      title: `Chaos ${submissions.length}`,
      pay: "0.10",
      pending,
      // A place stays free: a campaign that is full would be Completed in the middle of the run.
      total: pending + 1,
    });
    submissions.push(...made.submissionIds.map((submissionId) => ({ campaignId: made.id, submissionId })));
  }
  const wanted = new Set(submissions.map(({ campaignId }) => campaignId));
  const deadline = Date.now() + MIRROR_LIMIT_MS;
  for (;;) {
    const { body } = await watcher.send<{ items: Campaign[] }>((client) =>
      client.get("/api/campaigns?limit=1000"),
    );
    const read = body.items.filter(({ id, syncedAt }) => wanted.has(id) && syncedAt !== null);
    if (read.length === wanted.size) return submissions;
    if (Date.now() > deadline) throw new Error("the desk did not read the campaigns in time");
    // A refresh of any campaign has the list of all read again.
    const [any] = body.items;
    if (any !== undefined)
      await watcher.send((client) => client.post(`/api/campaigns/${any.id}/refresh`, {}));
    await sleep(500);
  }
}

async function untilSettled(watcher: Outbox, limitMs: number, tell: (queue: Queue) => void): Promise<void> {
  const deadline = Date.now() + limitMs;
  for (let toldAt = 0; Date.now() < deadline; await sleep(250)) {
    const { body } = await watcher.send<Queue>((client) => client.get("/api/decisions/queue"));
    if (Object.values(body).every((count) => count === 0)) return;
    if (Date.now() - toldAt < SAY_EVERY_MS) continue;
    toldAt = Date.now();
    tell(body);
  }
}

async function readLedger(watcher: Outbox): Promise<LedgerRow[]> {
  const rows: LedgerRow[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page: string = cursor === "" ? "" : `&cursor=${cursor}`;
    const { body } = await watcher.send<{ items: LedgerRow[]; nextCursor: string | null }>((client) =>
      client.get(`/api/decisions?limit=1000${page}`),
    );
    rows.push(...body.items);
    cursor = body.nextCursor;
  }
  return rows;
}
