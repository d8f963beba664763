import { expect, test } from "@playwright/test";
import { compare, type LedgerRow } from "@/e2e/chaos/compare";
import { readOptions } from "@/e2e/chaos/options";
import { verdictLine } from "@/e2e/chaos/report";
import type { Intent } from "@/e2e/chaos/reviewers";
import { runChaos } from "@/e2e/chaos/run";
import { openStage } from "@/e2e/chaos/stage";
import type { Effect } from "@/e2e/support/marketplace";

// No browser: the short one of the long fault runs (`npm run chaos`), and the proof that its comparison can fail.

test("500 decisions survive five kills and a marketplace that fails one answer in five", async () => {
  test.setTimeout(420_000);
  const options = { decisions: 500, kills: 5, faults: 0.2, replicas: 1, seed: "1" };
  const stage = await openStage(options);
  try {
    const report = await runChaos(stage, options, (line) =>
      test.info().annotations.push({ type: "chaos", description: line }),
    );
    expect(report.examples).toEqual([]);
    expect(report, verdictLine(report)).toMatchObject({
      holds: true,
      kills: 5,
      decisions: { submissions: 500 },
    });
    // A run in which nothing went wrong would prove nothing.
    expect(report.decisions.undone).toBeGreaterThan(0);
    expect(report.decisions.deliveredAgain).toBeGreaterThan(0);
    expect(Object.keys(report.upstream.faults)).toHaveLength(13);
    expect(report.upstream.refusedWith429).toBeGreaterThan(0);
  } finally {
    await stage.close();
  }
});

const place = { campaignId: "c", submissionId: 1 };
const asked: Intent = { ...place, id: "d1", verdict: "reject", notes: "blurred", undone: false };
const row: LedgerRow = { ...place, id: "d1", verdict: "reject", notes: "blurred", state: "APPLIED" };
const effect: Effect = { ...place, seq: 1, kind: "reject", notes: "blurred" };

/** Which kinds of violation the comparison finds, when these three records are laid side by side. */
const found = (intents: Intent[], ledger: LedgerRow[], effects: Effect[]) =>
  Object.entries(compare(intents, ledger, effects, [place]))
    .filter(([, sentences]) => sentences.length > 0)
    .map(([kind]) => kind);

test("the comparison finds nothing where the three records agree", () => {
  expect(found([asked], [row], [effect])).toEqual([]);
  expect(found([{ ...asked, undone: true }], [{ ...row, state: "UNDONE" }], [])).toEqual([]);
  expect(found([asked], [{ ...row, state: "REFUSED" }], [])).toEqual([]);
  expect(
    found(
      [
        { ...asked, undone: true },
        { ...asked, id: "d2", verdict: "approve", notes: undefined },
      ],
      [
        { ...row, state: "UNDONE" },
        { ...row, id: "d2", verdict: "approve", notes: null },
      ],
      [{ ...effect, kind: "bulk", submissionId: undefined, submissionIds: [1], notes: null }],
    ),
  ).toEqual([]);
});

for (const [name, records, kinds] of [
  ["a decision that left the ledger", [[asked], [], []], ["lost"]],
  ["a decision that never settles", [[asked], [{ ...row, state: "UNCERTAIN" }], []], ["lost"]],
  ["a decision nobody was told of", [[], [row], [effect]], ["againstLastWord"]],
  ["an effect nobody asked for", [[], [], [effect]], ["againstLastWord"]],
  [
    "the effect of an undone decision",
    [[{ ...asked, undone: true }], [{ ...row, state: "UNDONE" }], [effect]],
    ["againstLastWord"],
  ],
  ["an undo that was forgotten", [[{ ...asked, undone: true }], [row], [effect]], ["againstLastWord"]],
  ["an undo that nobody asked for", [[asked], [{ ...row, state: "UNDONE" }], []], ["againstLastWord"]],
  [
    "the opposite effect",
    [[asked], [row], [{ ...effect, kind: "approve" }]],
    ["againstLastWord", "falselyApplied"],
  ],
  ["other notes", [[asked], [row], [{ ...effect, notes: "sharp" }]], ["againstLastWord"]],
  [
    "another verdict in the ledger",
    [[asked], [{ ...row, verdict: "approve" }], []],
    ["againstLastWord", "falselyApplied"],
  ],
  ["a second effect", [[asked], [row], [effect, { ...effect, seq: 2 }]], ["twice"]],
  ["APPLIED without an effect", [[asked], [row], []], ["falselyApplied"]],
  ["REFUSED with an effect", [[asked], [{ ...row, state: "REFUSED" }], [effect]], ["falselyDenied"]],
] satisfies [string, [Intent[], LedgerRow[], Effect[]], string[]][])
  test(`the comparison finds ${name}`, () => expect(found(...records)).toEqual(kinds));

test("options that cannot be used are refused with the reason", () => {
  expect(readOptions(["--decisions", "5", "--faults", "0.4", "--replicas", "2"])).toEqual({
    ok: true,
    options: { decisions: 5, kills: 20, faults: 0.4, replicas: 2, seed: "1" },
  });
  for (const [args, reason] of [
    [["--orders", "5"], /places no orders yet/],
    [["--faults", "1"], /--faults must be at most 0.9/],
    [["--kills", "many"], /--kills must be a number/],
    [["--kill", "5"], /Unknown option/],
  ] as const)
    expect(readOptions([...args])).toMatchObject({ ok: false, reason: expect.stringMatching(reason) });
});
