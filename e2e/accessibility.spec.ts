import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { newCampaign } from "@/e2e/support/campaigns";
import { startDesk } from "@/e2e/support/desk";
import { expect, test } from "@/e2e/support/fixtures";
import { ReviewPage } from "@/e2e/support/review-page";

/** Nothing that axe calls serious or critical, in the light and in the dark. */
async function isAccessible(page: Page, what: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const { violations, passes } = await new AxeBuilder({ page }).analyze();
    expect(passes.length, `${what}, ${colorScheme}: axe looked`).toBeGreaterThan(5);
    const bad = violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
      );
    expect(bad, `${what}, ${colorScheme}`).toEqual([]);
  }
}

test("axe finds what is wrong", async ({ signedOut }) => {
  const page = await signedOut();
  await page.goto("/login");
  await page.getByLabel("E-mail").evaluate((field) => {
    field.removeAttribute("id");
    field.style.color = "#ddd";
  });
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toContain("label");
});

test("login, before and after a refusal", async ({ signedOut }) => {
  const page = await signedOut();
  await page.goto("/login?callbackUrl=/campaigns&error=too_many_attempts&minutes=3");
  await expect(page.getByText("Try again in 3 minutes.")).toBeVisible();
  await isAccessible(page, "login");
});

test("setup, with every field wrong", async ({ marketplace, signedOut }) => {
  const desk = await startDesk({
    marketplace,
    env: { BOOTSTRAP_OWNER_EMAIL: "", BOOTSTRAP_OWNER_PASSWORD: "", BOOTSTRAP_ACCOUNT_KEY: "" },
  });
  try {
    const page = await signedOut({ desk });
    await page.goto("/setup");
    await page.getByRole("button", { name: "Set up and sign in" }).click();
    await expect(page.getByText("Please fill this in.")).toHaveCount(4);
    await isAccessible(page, "setup");
  } finally {
    await desk.remove();
  }
});

test("overview, campaigns and a campaign", async ({ marketplace, api, signedIn }) => {
  const { id } = await newCampaign(
    { marketplace, api },
    {
      title: "For all eyes",
      description: "Hand in a screenshot.",
      pending: 3,
      approved: 2,
      rejected: 1,
      total: 9,
    },
  );
  const page = await signedIn();
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "Most pending" })).toBeVisible();
  await isAccessible(page, "overview");
  await page.goto("/campaigns");
  await expect(page.getByRole("link", { name: "For all eyes" })).toBeVisible();
  await isAccessible(page, "campaigns");
  await page.goto("/campaigns?search=nothing+has+this");
  await expect(page.getByText("No campaign fits these filters")).toBeVisible();
  await isAccessible(page, "campaigns, filtered to nothing");
  await page.goto(`/campaigns/${id}`);
  await expect(page.getByRole("table", { name: "Submissions" })).toBeVisible();
  await isAccessible(page, "campaign");
  await page
    .getByRole("button", { name: /^Open #\d+/ })
    .last()
    .click();
  await expect(
    page.getByRole("dialog").or(page.getByRole("region", { name: "Proof", exact: true })),
  ).toBeVisible();
  await isAccessible(page, "one submission");
});

test("review: a proof, the reasons, the keys, a decision on its way, nothing left", async ({
  marketplace,
  desk,
  api,
  signedIn,
}) => {
  const { id, submissionIds } = await newCampaign(
    { marketplace, api },
    { title: "Review for all eyes", description: "Hand in a screenshot.", pending: 2 },
  );
  const page = await signedIn();
  const review = new ReviewPage(page);
  await review.open(id);
  await review.imageIsPainted(desk.address);
  await isAccessible(page, "review");
  await page.keyboard.press("r");
  await expect(review.reasons).toBeVisible();
  await isAccessible(page, "reject reasons");
  await page.keyboard.press("Escape");
  await expect(review.reasons).toBeHidden();
  await page.keyboard.press("?");
  await expect(review.help).toBeVisible();
  await isAccessible(page, "keys");
  await page.keyboard.press("Escape");
  await expect(review.help).toBeHidden();
  for (const submissionId of submissionIds) {
    await review.shows(submissionId);
    await page.keyboard.press("a");
  }
  await expect(review.allDecided).toBeVisible();
  await isAccessible(page, "nothing left");
});
