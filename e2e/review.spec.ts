import { setTimeout as sleep } from "node:timers/promises";
import { signIn } from "@/e2e/support/api-client";
import { newCampaign } from "@/e2e/support/campaigns";
import { expect, test, UNDO_SECONDS } from "@/e2e/support/fixtures";
import type { Marketplace } from "@/e2e/support/marketplace";
import { createPerson } from "@/e2e/support/people";
import { ReviewPage } from "@/e2e/support/review-page";

const WRONG_PAGE = "The screenshot shows a different page from the one asked for.";
const UNREADABLE = "The proof cannot be read. Please hand in a clear, complete screenshot.";

/** What was decided at the marketplace in one campaign, by submission: several are sent at once, in any order. */
const effectsIn = async (marketplace: Marketplace, campaignId: string) =>
  (await marketplace.effects())
    // A campaign that is full completes by itself; everything else would be an effect too many.
    .filter((effect) => effect.campaignId === campaignId && effect.kind !== "campaign")
    .map(({ kind, submissionId, notes }) => ({ kind, submissionId, notes }))
    .toSorted((a, b) => (a.submissionId ?? 0) - (b.submissionId ?? 0));

/** Longer than the undo window, and than the desk then needs to send. */
const windowAndMore = () => sleep((UNDO_SECONDS + 2) * 1000);

test("by mouse: one approved, one rejected with a reason, and exactly that happens", async ({
  marketplace,
  desk,
  api,
  signedIn,
}) => {
  const { id, submissionIds } = await newCampaign({ marketplace, api }, { title: "By mouse", pending: 3 });
  const [first, second, third] = submissionIds;
  const page = await signedIn();
  const review = new ReviewPage(page);
  await page.goto(`/campaigns/${id}`);
  await page.getByRole("link", { name: /^Review 3$/ }).click();
  await review.shows(first);
  await review.imageIsPainted(desk.address);

  await review.approve.click();
  await review.shows(second);
  await review.imageIsPainted(desk.address);
  await review.reject.click();
  await review.reasons
    .getByRole("button", { name: /Wrong page/ })
    .first()
    .click();
  await review.shows(third);

  await review.reject.click();
  await review.reasons
    .getByLabel("Reason that the worker and RapidWorkers get")
    .fill("Eine <b>eigene</b> Begründung ✓");
  await review.reasons.getByRole("button", { name: "Send", exact: true }).click();
  await expect(review.allDecided).toBeVisible();
  await expect(review.proof).toHaveCount(0);

  await expect
    .poll(() => effectsIn(marketplace, id), { timeout: 20_000 })
    .toEqual([
      { kind: "approve", submissionId: first, notes: null },
      { kind: "reject", submissionId: second, notes: WRONG_PAGE },
      { kind: "reject", submissionId: third, notes: "Eine <b>eigene</b> Begründung ✓" },
    ]);
  await page.reload();
  await expect(review.allDecided).toBeVisible();
});

test("by keyboard alone: decide, undo, step, zoom, help; a reload shows the same", async ({
  marketplace,
  desk,
  api,
  signedIn,
}) => {
  const { id, submissionIds } = await newCampaign({ marketplace, api }, { title: "By keyboard", pending: 5 });
  const [first, second, third, fourth] = submissionIds;
  const page = await signedIn();
  const review = new ReviewPage(page);
  const press = (key: string) => page.keyboard.press(key);
  await review.open(id);
  await review.shows(first);

  await press("?");
  await expect(review.help).toBeVisible();
  await expect(review.help).toContainText("Undo the last decision that can still be undone");
  await press("a");
  await press("Escape");
  await expect(review.help).toBeHidden();
  await review.shows(first);

  await review.imageIsPainted(desk.address);
  const width = async () => (await review.image.boundingBox())?.width ?? 0;
  const fitted = await width();
  for (const key of ["Space", "z"]) {
    await press(key);
    await expect.poll(width).toBeGreaterThan(fitted * 1.2);
    await press(key);
    await expect.poll(width).toBeCloseTo(fitted, 0);
  }

  await press("j");
  await review.shows(second);
  await press("ArrowRight");
  await review.shows(third);
  await press("k");
  await press("k");
  await review.shows(first);

  await press("a");
  await review.shows(second);
  await press("u");
  await review.shows(first);
  await expect(review.row(first)).toHaveCount(0);
  await review.rejectByKeys(2);
  await review.shows(second);
  await press("a");
  await review.shows(third);
  await press("j");
  await review.shows(fourth);

  await page.reload();
  await review.shows(third);
  await expect
    .poll(() => effectsIn(marketplace, id), { timeout: 20_000 })
    .toEqual([
      { kind: "reject", submissionId: first, notes: UNREADABLE },
      { kind: "approve", submissionId: second, notes: null },
    ]);
  await page.reload();
  await review.shows(third);
  await expect(page.getByText("3 to decide")).toBeVisible();
});

test("what is undone within the window never reaches the marketplace", async ({
  marketplace,
  api,
  signedIn,
}) => {
  const { id, submissionIds } = await newCampaign({ marketplace, api }, { title: "Undone", pending: 2 });
  const [first, second] = submissionIds;
  const review = new ReviewPage(await signedIn());
  await review.open(id);

  await review.approve.click();
  await review.shows(second);
  await expect(review.row(first)).toContainText(/\d s/);
  await review.undo.click();
  await review.shows(first);

  await review.reject.click();
  await review.reasons
    .getByRole("button", { name: /Incomplete/ })
    .first()
    .click();
  await review.shows(second);
  await review
    .row(first)
    .getByRole("button", { name: `Take back #${first}` })
    .click();
  await review.shows(first);
  await expect(review.undo).toBeDisabled();

  await windowAndMore();
  expect(await effectsIn(marketplace, id)).toEqual([]);
  const { body } = await api.get<{ items: { state: string }[] }>(`/api/decisions?campaignId=${id}`);
  expect(body.items.map(({ state }) => state)).toEqual(["UNDONE", "UNDONE"]);
  await review.page.reload();
  await review.shows(first);
});

test("two people are never shown the same proof, and whoever decides second is told who was first", async ({
  marketplace,
  desk,
  api,
  signedIn,
}) => {
  const { id, submissionIds } = await newCampaign({ marketplace, api }, { title: "Two people", pending: 3 });
  const [first, second, third] = submissionIds;
  const bruno = await createPerson(desk, "reviewer", "Bruno");
  const one = new ReviewPage(await signedIn());
  await one.open(id);
  await one.shows(first);
  const two = await signedIn({ person: bruno });
  await two.goto(`/campaigns/${id}/review`);
  await expect(two.getByText(/3 more are with owner/)).toBeVisible();

  // A script of Bruno's heeds no claim.
  const script = await signIn(desk.address, bruno);
  const approve = (submissionId = 0) => script.decide([{ campaignId: id, submissionId, verdict: "approve" }]);
  await approve(first);
  await expect(one.page.getByText("This one is no longer open")).toBeVisible();
  await expect(one.page.getByText(/^Bruno approved it/)).toBeVisible();
  await expect(one.approve).toBeDisabled();
  await one.page.keyboard.press("j");
  await one.shows(second);

  // At the same moment, before any news: the ledger says who was first.
  await one.page.route("**/api/decisions", async (route) => {
    await approve(second);
    await route.continue();
  });
  await one.page.keyboard.press("a");
  await expect(one.row(second)).toContainText("Bruno approved it first");
  await one.shows(third);

  await expect
    .poll(() => effectsIn(marketplace, id), { timeout: 20_000 })
    .toEqual([
      { kind: "approve", submissionId: first, notes: null },
      { kind: "approve", submissionId: second, notes: null },
    ]);
});

test("new proofs appear by themselves, and a viewer may look but not decide", async ({
  marketplace,
  api,
  signedIn,
  personOf,
}) => {
  const { id } = await newCampaign(
    { marketplace, api },
    { title: "Arrivals", pending: 0, approved: 1, total: 9 },
  );
  const page = await signedIn({ person: await personOf("viewer") });
  const review = new ReviewPage(page);
  await page.goto(`/campaigns/${id}/review`);
  await expect(review.allDecided).toBeVisible();
  await marketplace.control("POST", "arrivals", { campaignId: id, count: 2 });
  await api.post(`/api/campaigns/${id}/refresh`, {});
  await expect(review.proof).toBeVisible({ timeout: 30_000 });
  await expect(review.approve).toHaveCount(0);
  await expect(page.getByText("You may look, not decide.")).toBeVisible();
  const before = await review.current();
  await page.keyboard.press("a");
  await page.keyboard.press("j");
  await expect.poll(() => review.current()).not.toBe(before);
  await windowAndMore();
  expect(await effectsIn(marketplace, id)).toEqual([]);
});
