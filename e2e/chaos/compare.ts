import type { Intent } from "@/e2e/chaos/reviewers";
import type { Effect } from "@/e2e/support/marketplace";

/** A row of the ledger as `GET /api/decisions` tells it, as far as it is compared. */
export type LedgerRow = {
  id: string;
  campaignId: string;
  submissionId: number;
  verdict: "approve" | "reject";
  notes: string | null;
  state: string;
};

/** What must never be, each with the sentences that prove it. */
export type Violations = {
  /** Acknowledged, and yet not in the ledger or not settled in the end. */
  lost: string[];
  /** Something else happened than the reviewer's last acknowledged word, or something where nothing was to happen. */
  againstLastWord: string[];
  /** A submission had a second effect. */
  twice: string[];
  /** The ledger says APPLIED and the marketplace knows nothing of it. */
  falselyApplied: string[];
  /** The ledger says that it did not happen, and it did. */
  falselyDenied: string[];
};

const SETTLED = new Set(["APPLIED", "REFUSED", "CONFLICT", "UNDONE"]);

type Happened = { verdict: "approve" | "reject"; notes: string | null; seq: number };
type Place = { campaignId: string; submissionId: number };

const placeOf = ({ campaignId, submissionId }: Place) => `${campaignId}/${submissionId}`;
const words = ({ verdict, notes }: { verdict: string; notes?: string | null }) =>
  `${verdict} with ${notes ? `“${notes}”` : "no notes"}`;

/**
 * Compares the reviewers' intent (what the desk acknowledged to its clients), the ledger and the marketplace's own record
 * of effects. `submissions` are those that the run decided on; effects elsewhere are somebody else's.
 */
export function compare(
  intents: readonly Intent[],
  ledger: readonly LedgerRow[],
  effects: readonly Effect[],
  submissions: readonly Place[],
): Violations {
  const found: Violations = {
    lost: [],
    againstLastWord: [],
    twice: [],
    falselyApplied: [],
    falselyDenied: [],
  };
  const happened = happenedAt(effects);
  const at = (place: Place) => happened.get(placeOf(place)) ?? [];
  const rows = new Map(ledger.map((row) => [row.id, row]));

  for (const intent of intents) {
    const row = rows.get(intent.id);
    if (row === undefined) found.lost.push(`${intent.id} is not in the ledger`);
    else if (!SETTLED.has(row.state)) found.lost.push(`${intent.id} is ${row.state}`);
    else if (intent.undone !== (row.state === "UNDONE"))
      found.againstLastWord.push(
        `${intent.id} ${intent.undone ? "was" : "was not"} undone, but is ${row.state}`,
      );
    if (row !== undefined && (placeOf(row) !== placeOf(intent) || words(row) !== words(intent)))
      found.againstLastWord.push(`${intent.id}: asked ${words(intent)}, the ledger has ${words(row)}`);
  }

  const known = new Set(intents.map(({ id }) => id));
  for (const row of ledger) {
    if (!known.has(row.id)) found.againstLastWord.push(`nobody was told of ${row.id} (${row.state})`);
    const same = at(row).some(({ verdict }) => verdict === row.verdict);
    if (row.state === "APPLIED" && !same)
      found.falselyApplied.push(
        `${row.id}: ${row.verdict} of ${row.submissionId} is APPLIED, but did not happen`,
      );
    if ((row.state === "REFUSED" || row.state === "CONFLICT") && same)
      found.falselyDenied.push(
        `${row.id}: ${row.verdict} of ${row.submissionId} is ${row.state}, but happened`,
      );
  }

  const lastWords = lastWordAt(intents);
  for (const place of submissions) {
    const last = lastWords.get(placeOf(place));
    const done = at(place);
    if (done.length > 1)
      found.twice.push(
        `${placeOf(place)}: ${done.map((effect) => `${words(effect)} (#${effect.seq})`).join(", ")}`,
      );
    for (const effect of done)
      if (last === undefined || words(effect) !== words(last))
        found.againstLastWord.push(
          `${placeOf(place)}: ${last === undefined ? "nothing" : words(last)} was wanted, ${words(effect)} happened (#${effect.seq})`,
        );
  }
  return found;
}

/** What was decided last at each submission and not taken back. Intents stand in the order of their acknowledgement. */
function lastWordAt(intents: readonly Intent[]): Map<string, Intent> {
  return new Map(intents.filter(({ undone }) => !undone).map((intent) => [placeOf(intent), intent]));
}

function happenedAt(effects: readonly Effect[]): Map<string, Happened[]> {
  const happened = new Map<string, Happened[]>();
  for (const { kind, campaignId = "", submissionId, submissionIds = [], notes = null, seq } of effects) {
    if (!["approve", "reject", "bulk", "auto-approve"].includes(kind)) continue;
    const verdict = kind === "reject" ? "reject" : "approve";
    for (const id of submissionId === undefined ? submissionIds : [submissionId]) {
      const place = placeOf({ campaignId, submissionId: id });
      happened.set(place, [...(happened.get(place) ?? []), { verdict, notes, seq }]);
    }
  }
  return happened;
}
