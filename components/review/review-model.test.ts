// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import { openOutbox } from "@/components/review/outbox";
import { openReview } from "@/components/review/review-model";
import { currentOf } from "@/components/review/session";
import { keyOf } from "@/components/review/submission-key";
import { aDecision, aSubmission } from "@/components/review/testing";
import type { DecideItem, DecideOutcome, Decision } from "@/lib/decisions/schema";
import { ApiError } from "@/lib/http/client";

const key = (id: number) => keyOf(aSubmission(id));
const tooLate = new ApiError({
  type: "",
  title: "",
  status: 409,
  detail: "Too late.",
  code: "x",
  requestId: "r",
});

/** A review of the submissions 1, 2, 3 at a desk that answers as it is told. */
function setUp(answer: (item: DecideItem) => DecideOutcome, takeBack: (id: string) => Promise<Decision>) {
  const sent: DecideItem[] = [];
  const ledger: Decision[] = [];
  const model = openReview(
    openOutbox(localStorage, "ana"),
    {
      send: async (_, item) => {
        sent.push(item);
        return answer(item);
      },
      takeBack,
      onLedger: (decision) => ledger.push(decision),
      onDoubt: () => undefined,
    },
    null,
  );
  const items = [1, 2, 3].map((id) => aSubmission(id));
  model.session.dispatch({ type: "listed", items, askedAt: 0, hasMore: false });
  return { model, sent, ledger, shown: () => currentOf(model.session.read())?.id };
}

const recorded = (item: DecideItem): DecideOutcome => ({
  ...aDecision({ submissionId: item.submissionId, verdict: item.verdict }),
  status: 202,
});
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

beforeEach(() => localStorage.clear());

describe("deciding", () => {
  it("shows the next one before the desk answers, and sends what was shown", async () => {
    const { model, sent, ledger, shown } = setUp(recorded, async () => aDecision());
    model.decide(key(1), "reject", "Not done");
    expect(shown()).toBe(2);
    await settled();
    expect(sent).toEqual([{ campaignId: "c1", submissionId: 1, verdict: "reject", notes: "Not done" }]);
    expect(ledger.map((row) => row.submissionId)).toEqual([1]);
  });

  it("does nothing for a submission that is not on screen", async () => {
    const { model, sent, shown } = setUp(recorded, async () => aDecision());
    expect(model.decide(key(2), "approve")).toBeNull();
    model.decide(key(1), "approve");
    expect(model.decide(key(1), "approve")).toBeNull();
    await settled();
    expect([sent.length, shown()]).toEqual([1, 2]);
  });

  it("tells who was first and does not offer it again", async () => {
    const first = aDecision({ decidedBy: { id: "00000000-0000-4000-8000-000000000002", name: "Bo" } });
    const { model, shown } = setUp(
      ({ campaignId, submissionId }) => ({
        campaignId,
        submissionId,
        status: 409,
        code: "already_decided",
        message: "Bo approved this first.",
        decision: first,
      }),
      async () => aDecision(),
    );
    model.decide(key(1), "reject", "Not done");
    await settled();
    expect(model.notices.read()).toMatchObject([
      { kind: "declined", first: { decidedBy: { name: "Bo" } }, words: "Bo approved this first." },
    ]);
    expect(shown()).toBe(2);
  });
});

describe("undoing", () => {
  it("shows the submission again at once and keeps it when the desk agrees", async () => {
    const { model, ledger, shown } = setUp(recorded, async (id) => aDecision({ id, state: "UNDONE" }));
    model.decide(key(1), "approve");
    await settled();
    const [decision] = ledger;
    if (decision === undefined) throw new Error("nothing was recorded");
    model.undo({ kind: "recorded", decision });
    expect(shown()).toBe(1);
    await settled();
    expect([shown(), model.session.read().gone]).toEqual([1, false]);
  });

  it("closes it again with the reason when it was too late", async () => {
    const { model, ledger } = setUp(recorded, () => Promise.reject(tooLate));
    model.decide(key(1), "approve");
    await settled();
    const [decision] = ledger;
    if (decision === undefined) throw new Error("nothing was recorded");
    model.undo({ kind: "recorded", decision });
    await settled();
    expect(model.session.read().gone).toBe(true);
    expect(model.decide(key(1), "approve")).toBeNull();
    expect(model.notices.read()).toMatchObject([{ kind: "undoFailed", words: "Too late." }]);
  });
});
