import { signIn } from "@/e2e/support/api-client";
import { newCampaign } from "@/e2e/support/campaigns";
import { endWaits } from "@/e2e/support/database";
import { type Desk, startDesk } from "@/e2e/support/desk";
import { DeskFrame } from "@/e2e/support/desk-frame";
import { test as base, expect } from "@/e2e/support/fixtures";
import { type Marketplace, startMarketplace } from "@/e2e/support/marketplace";
import { owner } from "@/e2e/support/people";
import { ReviewPage } from "@/e2e/support/review-page";

/**
 * A marketplace that may be broken, and its desk. The short time limit shortens what follows from it: how long an
 * approval of unknown outcome is read back before it is sent again.
 */
const test = base.extend<object, { bad: { marketplace: Marketplace; desk: Desk } }>({
  bad: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads what a fixture needs from the pattern
    async ({}, provide) => {
      const marketplace = await startMarketplace();
      const desk = await startDesk({
        marketplace,
        env: { DECISION_UNDO_SECONDS: "1", RAPIDWORKERS_TIMEOUT_MS: "1000" },
      });
      await provide({ marketplace, desk });
      await desk.remove();
      await marketplace.stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],
});

type Opening = {
  bad: { marketplace: Marketplace; desk: Desk };
  title: string;
  pending: number;
  pay?: string;
};

/** A campaign of the journey's own on the desk in trouble, and what happened in it at the marketplace. */
async function campaignAt({ bad: { marketplace, desk }, title, pending, pay }: Opening) {
  const api = await signIn(desk.address, owner);
  const { id, submissionIds } = await newCampaign({ marketplace, api }, { title, pending, pay });
  const effects = async () =>
    (await marketplace.effects())
      .filter((effect) => effect.campaignId === id && effect.kind !== "campaign")
      .map(({ kind, submissionId }) => `${kind} ${submissionId}`)
      .toSorted();
  return { id, submissionIds, effects };
}

test("RapidWorkers is down: the desk says so, takes decisions, and sends each once when it is back", async ({
  bad,
  signedIn,
}) => {
  const { id, submissionIds, effects } = await campaignAt({ bad, title: "Vendor down", pending: 9 });
  const page = await signedIn({ desk: bad.desk });
  const review = new ReviewPage(page);
  const { trouble } = new DeskFrame(page);
  await review.open(id);
  await bad.marketplace.set({ faults: [{ endpoint: "*", kind: "503" }] });
  for (const [at] of submissionIds.slice(0, 6).entries()) {
    await review.shows(submissionIds[at]);
    await page.keyboard.press("a");
  }
  await expect(trouble).toContainText(/RapidWorkers does not answer since \d/);
  await expect(trouble).toContainText("You can go on.");

  await review.shows(submissionIds[6]);
  await page.keyboard.press("a");
  await review.shows(submissionIds[7]);
  await review.rejectByKeys(1);
  await review.shows(submissionIds[8]);
  await expect(trouble).toContainText(/\d decisions? waits? safely/);
  await page.goto(`/campaigns/${id}`);
  await expect(
    page.getByRole("table", { name: "Submissions" }).locator("tbody").getByRole("row"),
  ).toHaveCount(9);
  expect(await effects()).toEqual([]);

  await bad.marketplace.set({ faults: [] });
  await endWaits(bad.desk);
  const wanted = submissionIds
    .slice(0, 8)
    .map((submissionId, at) => `${at === 7 ? "reject" : "approve"} ${submissionId}`);
  await expect.poll(effects, { timeout: 60_000 }).toEqual(wanted.toSorted());
  await expect(trouble).toBeHidden({ timeout: 30_000 });
});

test("the key is refused: the desk says what waits for what, and goes on with a key that works", async ({
  bad,
  signedIn,
}) => {
  const { id, submissionIds, effects } = await campaignAt({ bad, title: "Key refused", pending: 4 });
  const page = await signedIn({ desk: bad.desk });
  const review = new ReviewPage(page);
  const { trouble, balance } = new DeskFrame(page);
  await review.open(id);
  await bad.marketplace.set({ account: "revoked" });
  await review.shows(submissionIds[0]);
  await page.keyboard.press("a");
  await expect(trouble).toContainText(/RapidWorkers refuses the account key since \d/);
  await review.shows(submissionIds[1]);
  await page.keyboard.press("a");
  await review.shows(submissionIds[2]);
  await review.rejectByKeys(3);
  await review.shows(submissionIds[3]);
  await expect(trouble).toContainText(
    "3 decisions wait safely and are sent as soon as an owner stores a working key.",
  );
  await expect(balance).toContainText("as of");
  expect(await effects()).toEqual([]);

  await bad.marketplace.set({ account: "open" });
  await endWaits(bad.desk);
  await expect
    .poll(effects, { timeout: 30_000 })
    .toEqual([`approve ${submissionIds[0]}`, `approve ${submissionIds[1]}`, `reject ${submissionIds[2]}`]);
  await expect(trouble).toBeHidden({ timeout: 30_000 });
});

test("the balance is too low: approvals wait, rejects go on, and added money sends the rest", async ({
  bad,
  signedIn,
}) => {
  const { id, submissionIds, effects } = await campaignAt({
    bad,
    title: "Balance too low",
    pending: 4,
    pay: "7.00",
  });
  const page = await signedIn({ desk: bad.desk });
  const review = new ReviewPage(page);
  const { trouble, balance } = new DeskFrame(page);
  await review.open(id);
  await bad.marketplace.control("POST", "balance", { balance: "0.00" });
  await review.shows(submissionIds[0]);
  await page.keyboard.press("a");
  await expect(trouble).toContainText(
    /Since \d\d:\d\d the RapidWorkers balance does not cover the waiting approvals/,
  );
  await expect(trouble).toContainText("Add money on RapidWorkers");
  await expect(balance).toContainText("$0.00");
  await review.shows(submissionIds[1]);
  await page.keyboard.press("a");
  await review.shows(submissionIds[2]);
  await review.rejectByKeys(1);
  await expect.poll(effects, { timeout: 20_000 }).toEqual([`reject ${submissionIds[2]}`]);
  await expect(trouble).toContainText("2 decisions wait");

  await bad.marketplace.control("POST", "balance", { balance: "500.00" });
  await endWaits(bad.desk);
  await expect
    .poll(effects, { timeout: 30_000 })
    .toEqual([`approve ${submissionIds[0]}`, `approve ${submissionIds[1]}`, `reject ${submissionIds[2]}`]);
  await expect(trouble).toBeHidden({ timeout: 30_000 });
});

test("the hour's requests are used up: what is decided then waits, and no request too many is sent", async ({
  signedIn,
}) => {
  const LIMIT = 10;
  const marketplace = await startMarketplace();
  const desk = await startDesk({
    marketplace,
    env: { DECISION_UNDO_SECONDS: "0", RAPIDWORKERS_HOURLY_LIMIT: String(LIMIT) },
  });
  try {
    const page = await signedIn({ desk });
    const review = new ReviewPage(page);
    const { trouble, requestsLeft } = new DeskFrame(page);
    await page.goto("/review");
    const decided: string[] = [];
    for (let count = 0; count < LIMIT; count++) {
      await expect(review.proof).toBeVisible({ timeout: 30_000 });
      const id = await review.current();
      decided.push(`approve ${id}`);
      await page.keyboard.press("a");
      await expect(review.image).not.toHaveAccessibleName(new RegExp(`#${id}$`));
    }
    await expect(trouble).toContainText("This hour’s requests are used up.");
    await expect(trouble).toContainText(/\d decisions? waits? safely and sending goes on at \d/);
    await expect(requestsLeft).toHaveText(/^0/);
    const { requests } = await marketplace.control<{ requests: { endpoint: string | null }[] }>(
      "GET",
      "requests",
    );
    // Pictures cost nothing, and the key of BOOTSTRAP_* is tried once before there is a budget.
    const counted = requests.filter(({ endpoint }) => endpoint !== null).length;
    expect(counted).toBeLessThanOrEqual(LIMIT + 1);

    await desk.restart({ RAPIDWORKERS_HOURLY_LIMIT: "1000" });
    const effects = async () =>
      (await marketplace.effects()).map(({ kind, submissionId }) => `${kind} ${submissionId}`).toSorted();
    await expect.poll(effects, { timeout: 30_000 }).toEqual(decided.toSorted());
    await page.reload();
    await expect(review.proof).toBeVisible();
    await expect(trouble).toBeHidden();
  } finally {
    await desk.remove();
    await marketplace.stop();
  }
});
