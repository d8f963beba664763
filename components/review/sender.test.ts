// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { freshKey, type OutboxEntry, openOutbox } from "@/components/review/outbox";
import { createSender, type SenderNews } from "@/components/review/sender";
import { aDecision } from "@/components/review/testing";
import type { DecideOutcome } from "@/lib/decisions/schema";
import { ApiError, UnreachableError } from "@/lib/http/client";

const entry = (submissionId = 1, given: Partial<OutboxEntry> = {}): OutboxEntry => ({
  idempotencyKey: freshKey(),
  item: { campaignId: "c1", submissionId, verdict: "approve" },
  pressedAt: submissionId,
  attempted: false,
  undo: false,
  ...given,
});
const recorded = ({ item }: OutboxEntry): DecideOutcome => ({
  ...aDecision({ submissionId: item.submissionId }),
  status: 202,
});
const problem = (status: number, detail: string) =>
  new ApiError({ type: "", title: "", status, detail, code: "x", requestId: "r" });

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
});
afterEach(() => vi.useRealTimers());

/** A sender with a scripted desk: each request takes the next answer, and a value that stays the last one. */
function setUp(...answers: (Error | "recorded")[]) {
  return setUpWith(answers, []);
}

/** The same, with what taking back fails with, one request after the other; then it is taken back. */
function setUpWith(answers: (Error | "recorded")[], undoFailures: Error[]) {
  const sent: string[] = [];
  const news: SenderNews[] = [];
  const takenBack: string[] = [];
  const outbox = openOutbox(localStorage, "ana");
  const sender = createSender({
    outbox,
    send: async (waiting) => {
      sent.push(waiting.idempotencyKey);
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer instanceof Error) throw answer;
      return recorded(waiting);
    },
    takeBack: async (id) => {
      takenBack.push(id);
      const failure = undoFailures.shift();
      if (failure !== undefined) throw failure;
      return aDecision({ id, state: "UNDONE" });
    },
    onNews: (one) => news.push(one),
  });
  return { sender, outbox, sent, news, takenBack, kinds: () => news.map((one) => one.type) };
}

const settle = () => vi.advanceTimersByTimeAsync(0);

describe("sending", () => {
  it("sends at once and forgets what the desk recorded", async () => {
    const { sender, sent, kinds } = setUp("recorded");
    const one = entry();
    sender.add(one);
    await settle();
    expect(sent).toEqual([one.idempotencyKey]);
    expect(kinds()).toEqual(["recorded"]);
    expect(localStorage.length).toBe(0);
  });

  it("sends the same key again at growing waits until the desk answers, and then all the rest", async () => {
    const { sender, sent, kinds } = setUp(new UnreachableError("no"), new UnreachableError("no"), "recorded");
    const [one, two] = [entry(1), entry(2)];
    sender.add(one);
    await settle();
    sender.add(two);
    expect(sender.read()).toMatchObject({
      trouble: "unreachable",
      waiting: [one, two].map((e) => ({ item: e.item })),
    });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sent).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(new Set(sent.slice(0, 3))).toEqual(new Set([one.idempotencyKey]));
    expect(sent.at(-1)).toBe(two.idempotencyKey);
    expect(kinds()).toEqual(["recorded", "recorded"]);
    expect(sender.read()).toMatchObject({ trouble: null, waiting: [] });
  });

  it("keeps a decision over a lost session and a reload", async () => {
    const { sender, kinds } = setUp(problem(401, "Sign in"));
    const one = entry();
    sender.add(one);
    await settle();
    expect(sender.read().trouble).toBe("signed_out");
    sender.stop();
    const reloaded = setUp("recorded");
    reloaded.sender.retry();
    await settle();
    expect(reloaded.sent).toEqual([one.idempotencyKey]);
    expect([kinds(), reloaded.kinds()]).toEqual([[], ["recorded"]]);
  });

  it("gives back what the desk refused as a whole, with its words", async () => {
    const { sender, news } = setUp(problem(403, "You may look, not decide."));
    sender.add(entry());
    await settle();
    expect(news).toMatchObject([{ type: "failed", words: "You may look, not decide." }]);
    expect(sender.read().waiting).toEqual([]);
  });
});

describe("taking back", () => {
  it("withdraws what never left the tab without a request", async () => {
    const { sender, sent, kinds } = setUp(new UnreachableError("no"), "recorded");
    sender.add(entry(1));
    await settle();
    const never = entry(2);
    sender.add(never);
    sender.withdraw(never.idempotencyKey);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(kinds()).toEqual(["withdrawn", "recorded"]);
    expect(sent).not.toContain(never.idempotencyKey);
  });

  it("undoes as soon as it is known what may have reached the desk", async () => {
    const { sender, kinds, takenBack } = setUp(new UnreachableError("no"), "recorded");
    const one = entry(1);
    sender.add(one);
    await settle();
    sender.withdraw(one.idempotencyKey);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(kinds()).toEqual(["recorded", "undone"]);
    expect(takenBack).toHaveLength(1);
  });

  it("sends a new decision on the same submission only after the undo", async () => {
    const order: string[] = [];
    const release: { now: () => void } = { now: () => undefined };
    const sender = createSender({
      outbox: openOutbox(localStorage, "ana"),
      send: async (waiting) => {
        order.push("decide");
        return recorded(waiting);
      },
      takeBack: (id) =>
        new Promise((resolve) => {
          order.push("undo");
          release.now = () => resolve(aDecision({ id, state: "UNDONE" }));
        }),
      onNews: () => undefined,
    });
    void sender.undo(aDecision({ submissionId: 1 }));
    sender.add(entry(1));
    await settle();
    expect(order).toEqual(["undo"]);
    release.now();
    await settle();
    expect(order).toEqual(["undo", "decide"]);
  });

  it.each([
    ["the desk does not answer", new UnreachableError("no")],
    ["the session has ended", problem(401, "Sign in")],
  ])("asks again for an undo that was wanted while %s, also after a reload", async (_, failure) => {
    const one = entry(1, { attempted: true, undo: true });
    const first = setUpWith(["recorded"], [failure]);
    first.outbox.put(one);
    first.sender.retry();
    await settle();
    expect(first.takenBack).toHaveLength(1);
    expect(first.kinds()).not.toContain("undoFailed");
    first.sender.stop();
    const reloaded = setUp("recorded");
    reloaded.sender.retry();
    await settle();
    expect(reloaded.sent).toEqual([one.idempotencyKey]);
    expect(reloaded.takenBack).toHaveLength(1);
    expect(reloaded.kinds()).toEqual(["recorded", "undone"]);
    expect(localStorage.length).toBe(0);
  });

  it("tells that it was too late, and then forgets it", async () => {
    const { sender, outbox, news } = setUpWith(["recorded"], [problem(409, "Too late.")]);
    outbox.put(entry(1, { attempted: true, undo: true }));
    sender.retry();
    await settle();
    expect(news.at(-1)).toMatchObject({ type: "undoFailed", words: "Too late.", code: "x", late: true });
    expect(localStorage.length).toBe(0);
  });
});

describe("two tabs of one person", () => {
  /** Two tabs that both know one decision, which neither could send yet. */
  async function twoTabs(attempted: boolean) {
    const one = entry(1, { attempted });
    openOutbox(localStorage, "ana").put(one);
    return { one, here: setUp("recorded"), there: setUp("recorded") };
  }

  it("do not send what the other took back", async () => {
    const { one, here, there } = await twoTabs(false);
    here.sender.withdraw(one.idempotencyKey);
    there.sender.retry();
    await settle();
    expect(there.sent).toEqual([]);
    expect([here.kinds(), there.kinds()]).toEqual([["withdrawn"], ["settledElsewhere"]]);
    expect(there.sender.read().waiting).toEqual([]);
  });

  it("take back what the other may have sent", async () => {
    const { one, here, there } = await twoTabs(false);
    // The other tab tried it, and does not know what became of it.
    openOutbox(localStorage, "ana").put({ ...one, attempted: true });
    here.sender.withdraw(one.idempotencyKey);
    await settle();
    expect(here.kinds()).not.toContain("withdrawn");
    there.sender.retry();
    await settle();
    expect(there.kinds()).toEqual(["recorded", "undone"]);
  });

  it("send one decision one after the other where the browser has locks", async () => {
    const held = new Map<string, Promise<unknown>>();
    vi.stubGlobal("navigator", {
      locks: {
        request: (name: string, work: () => Promise<unknown>) => {
          const turn = (held.get(name) ?? Promise.resolve()).then(work);
          held.set(name, turn);
          return turn;
        },
      },
    });
    const { here, there } = await twoTabs(true);
    here.sender.retry();
    there.sender.retry();
    await settle();
    vi.unstubAllGlobals();
    expect([...here.sent, ...there.sent]).toHaveLength(1);
    expect([here.kinds(), there.kinds()]).toEqual([["recorded"], ["settledElsewhere"]]);
  });
});
