import type { Random } from "@/sandbox/random";

export type Submission = { campaignId: string; submissionId: number };
export type Item = Submission & { verdict: "approve" | "reject"; notes?: string };

/** One thing that a reviewer does; `person` is a place in the list of people. */
export type Task = {
  person: number;
  /** One request: a single item, or a batch. */
  items: Item[];
  /** The same request goes out twice at the same time, as a double click or an impatient retry does. */
  twice: boolean;
  /** Somebody else decides the same submissions at the same moment, their way. */
  rival: Item[] | null;
  /** Taken back after so many milliseconds, if it still can be; null = it stands. */
  undoAfterMs: number | null;
  /** What the reviewer decides instead, once it was taken back. */
  instead: Item[] | null;
  /** Asks the desk to read the campaign again meanwhile: the mirror must not disturb the ledger. */
  refresh: boolean;
};

const BATCH_MOST = 25;

/** Shares out all submissions over tasks of every kind. The same `random` gives the same plan. */
export function planTasks(submissions: readonly Submission[], people: number, random: Random): Task[] {
  const tasks: Task[] = [];
  let next = 0;
  while (next < submissions.length) {
    const size = random.chance(0.06) ? random.integer(2, BATCH_MOST) : 1;
    tasks.push(planTask(submissions.slice(next, next + size), people, random));
    next += size;
  }
  return tasks;
}

function planTask(submissions: readonly Submission[], people: number, random: Random): Task {
  const person = random.integer(0, people - 1);
  const items = () => submissions.map((submission) => decideOn(submission, random));
  const undone = random.chance(0.15);
  return {
    person,
    items: items(),
    twice: random.chance(0.12),
    rival: random.chance(0.08) ? items() : null,
    undoAfterMs: undone ? random.integer(0, 1_800) : null,
    instead: undone && random.chance(0.5) ? items() : null,
    refresh: random.chance(0.04),
  };
}

/** Notes name their decision: which one had an effect is told by them. */
function decideOn(submission: Submission, random: Random): Item {
  const verdict = random.chance(0.5) ? "approve" : "reject";
  const notes = `${verdict} ${submission.submissionId} (${random.integer(1_000, 9_999)})`;
  return verdict === "reject" || random.chance(0.3)
    ? { ...submission, verdict, notes }
    : { ...submission, verdict };
}
