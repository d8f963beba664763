import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Outbox } from "@/e2e/chaos/outbox";
import type { Item, Task } from "@/e2e/chaos/plan";
import type { DecideAnswer, Decision } from "@/lib/decisions/schema";

/** A decision that a client was told is in the ledger, and whether it was told that it is taken back. */
export type Intent = Item & { id: string; undone: boolean };

/** What the clients know: the reviewers' intent, as acknowledged. */
export class Diary {
  readonly intents = new Map<string, Intent>();
  /** Items that were not taken because somebody had decided first. */
  taken = 0;
  tooLate = 0;
  /** Answers that no client of ours should ever get, or two answers to one question. */
  readonly surprises: string[] = [];

  get asked(): number {
    return this.intents.size + this.taken;
  }
}

/** Several people at work: each task in its turn, `hands` at the same time, spread over about `duringMs`. */
export async function review(
  tasks: readonly Task[],
  outboxes: readonly Outbox[],
  diary: Diary,
  { hands, duringMs }: { hands: number; duringMs: number },
): Promise<void> {
  const waiting = [...tasks];
  const restMs = (duringMs * hands) / Math.max(1, tasks.length);
  const work = async () => {
    for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) {
      await Promise.all([sleep(restMs), perform(task, outboxes, diary)]);
    }
  };
  await Promise.all(Array.from({ length: hands }, work));
}

async function perform(task: Task, outboxes: readonly Outbox[], diary: Diary): Promise<void> {
  const mine = outboxes[task.person];
  const theirs = outboxes[(task.person + 1) % outboxes.length];
  if (mine === undefined || theirs === undefined) throw new Error("a task names nobody");
  const [taken] = await Promise.all([
    decide(mine, task.items, diary, task.twice),
    task.rival === null ? [] : decide(theirs, task.rival, diary, false),
    task.refresh ? refresh(mine, task.items) : null,
  ]);
  if (task.undoAfterMs === null) return;
  await sleep(task.undoAfterMs);
  const undone = await Promise.all(taken.map((id) => undo(mine, id, diary)));
  if (task.instead !== null && undone.length === task.instead.length && undone.every(Boolean))
    await decide(mine, task.instead, diary, false);
}

/** Whether it is read now or the budget says later does not matter here. */
async function refresh(outbox: Outbox, [item]: readonly Item[]): Promise<void> {
  if (item !== undefined)
    await outbox.send((client) => client.post(`/api/campaigns/${item.campaignId}/refresh`, {}));
}

/** One request (or the same twice); the ids of what was taken. */
async function decide(outbox: Outbox, items: Item[], diary: Diary, twice: boolean): Promise<string[]> {
  const key = randomUUID();
  const post = () => outbox.send<DecideAnswer>((client) => client.decide(items, key));
  const answers = await Promise.all(twice ? [post(), post()] : [post()]);
  const [answer] = answers;
  if (answer === undefined || ![202, 409].includes(answer.status))
    diary.surprises.push(`POST /api/decisions answered ${answer?.status}: ${JSON.stringify(answer?.body)}`);
  const outcomes = answer?.body.items ?? [];
  const idsOf = (body: DecideAnswer | undefined) =>
    (body?.items ?? []).map((outcome) => (outcome.status === 202 ? outcome.id : outcome.code)).join();
  if (answers.some(({ body }) => idsOf(body) !== idsOf(answer?.body)))
    diary.surprises.push(`the same idempotency key had two answers: ${JSON.stringify(answers)}`);
  const taken: string[] = [];
  for (const [index, outcome] of outcomes.entries()) {
    const item = items[index];
    if (outcome.status === 202 && item !== undefined) {
      diary.intents.set(outcome.id, { ...item, id: outcome.id, undone: false });
      taken.push(outcome.id);
    } else if (outcome.status === 409) diary.taken++;
    else diary.surprises.push(`a submission was not known: ${JSON.stringify(outcome)}`);
  }
  return taken;
}

/** Whether the decision was taken back; false when it had gone out already. */
async function undo(outbox: Outbox, id: string, diary: Diary): Promise<boolean> {
  const { status, body } = await outbox.send<Decision>((client) => client.post(`/api/decisions/${id}/undo`));
  const intent = diary.intents.get(id);
  if (status === 200 && intent !== undefined) intent.undone = true;
  else if (status === 409) diary.tooLate++;
  else diary.surprises.push(`undo answered ${status}: ${JSON.stringify(body)}`);
  return status === 200;
}
