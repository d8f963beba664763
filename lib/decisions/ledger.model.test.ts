import fc from "fast-check";
import { afterAll, beforeAll, describe, it } from "vitest";
import { testDesk } from "@/e2e/support/test-desk";
import { TIMEOUT, UNDO_WINDOW } from "@/lib/decisions/model/ledger";
import { Play } from "@/lib/decisions/model/play";
import { RealLedger } from "@/lib/decisions/model/real-ledger";
import { ReferenceLedger } from "@/lib/decisions/model/reference-ledger";
import { history, RARE, SUBMISSIONS } from "@/lib/decisions/model/steps";
import type { Permitted } from "@/lib/team/actor";

// The rules are proved on a reference ledger in memory, in very many histories; in some hundreds of them the real
// ledger on the database is shown to do at every step what the reference does.

describe("the ledger's rules", () => {
  it("hold in every interleaving of people, dispatchers, faults, crashes and time", async () => {
    await fc.assert(
      fc.asyncProperty(history(10, 40), async (steps) => {
        const play = new Play(new ReferenceLedger(SUBMISSIONS));
        await play.run(steps);
        await play.end();
      }),
      { numRuns: 30_000, examples: RARE },
    );
  }, 120_000);
});

describe("the ledger in the database", () => {
  let desk: Awaited<ReturnType<typeof testDesk>>;
  let people: Permitted<"submissions.decide">[];
  beforeAll(async () => {
    desk = await testDesk({
      RAPIDWORKERS_TIMEOUT_MS: `${TIMEOUT * 1000}`,
      DECISION_UNDO_SECONDS: `${UNDO_WINDOW}`,
    });
    people = [await desk.person("reviewer", "Ana"), await desk.person("reviewer", "Ben")];
  });
  afterAll(() => desk.close());

  it("does at every step what the rules say, and brings everything to its end", async () => {
    await fc.assert(
      fc.asyncProperty(history(10, 15), async (steps) => {
        const ledger = new RealLedger(people, becomeReplica);
        await ledger.open(SUBMISSIONS);
        const play = new Play(ledger, new ReferenceLedger(SUBMISSIONS));
        const began = performance.now();
        try {
          await play.run(steps);
        } catch (err) {
          // Steps take milliseconds, which must add up to less than the model's second: a machine that stalls proves nothing.
          fc.pre(performance.now() - began < 900);
          throw err;
        }
        await play.end();
      }),
      { numRuns: 300, examples: RARE },
    );
  }, 180_000);
});

/** What `replicaId()` answers is one name per process; here several replicas live in one. */
function becomeReplica(name: string): void {
  (globalThis as never as Record<symbol, string>)[Symbol.for("proofdesk.replica")] = name;
}
