import { setTimeout as sleep } from "node:timers/promises";
import { BulkPage } from "@/e2e/support/bulk-page";
import { newCampaign } from "@/e2e/support/campaigns";
import { expect, test, UNDO_SECONDS } from "@/e2e/support/fixtures";
import type { Marketplace } from "@/e2e/support/marketplace";

const UNREADABLE = "The proof cannot be read. Please hand in a clear, complete screenshot.";

/** What was approved and rejected at the marketplace in one campaign, one by one or by a sweep. */
async function settled(marketplace: Marketplace, campaignId: string) {
  const effects = (await marketplace.effects()).filter((effect) => effect.campaignId === campaignId);
  const ids = (...kinds: string[]) =>
    effects
      .filter(({ kind }) => kinds.includes(kind))
      .flatMap(({ submissionId, submissionIds }) => submissionIds ?? submissionId ?? [])
      .toSorted((a, b) => a - b);
  return { approved: ids("approve", "bulk"), rejected: ids("reject") };
}

const windowAndMore = () => sleep((UNDO_SECONDS + 2) * 1000);

test("a range is rejected with one reason, and taken back in one step", async ({
  marketplace,
  api,
  signedIn,
}) => {
  const { id } = await newCampaign({ marketplace, api }, { title: "A range", pending: 8, pay: "2.50" });
  const bulk = new BulkPage(await signedIn());
  await bulk.open(id);
  await bulk.boxes.nth(1).click();
  await bulk.boxes.nth(4).click({ modifiers: ["Shift"] });
  await expect(bulk.bar).toContainText("4 selected");
  await expect(bulk.bar).toContainText("$10.00");
  await bulk.rejectSelected.click();
  await bulk.reasons
    .getByRole("button", { name: /Cannot be read/ })
    .first()
    .click();
  await bulk.undo.click();
  await expect(bulk.page.getByText(/^4 taken back/)).toBeVisible();
  await expect(bulk.boxes).toHaveCount(8);
  await windowAndMore();
  expect(await settled(marketplace, id)).toEqual({ approved: [], rejected: [] });
});

test("by keyboard alone: three are rejected with one reason, and exactly that happens", async ({
  marketplace,
  api,
  signedIn,
}) => {
  const { id, submissionIds } = await newCampaign(
    { marketplace, api },
    { title: "Bulk by keyboard", pending: 5 },
  );
  const bulk = new BulkPage(await signedIn());
  const press = (key: string) => bulk.page.keyboard.press(key);
  await bulk.open(id);
  await bulk.boxes.nth(1).focus();
  for (const key of ["x", "Shift+ArrowDown", "Shift+ArrowDown"]) await press(key);
  await expect(bulk.bar).toContainText("3 selected");
  await press("a");
  await expect(bulk.approveSelected).toBeFocused();
  await press("r");
  await expect(bulk.reasons.getByRole("button").first()).toBeFocused();
  await press("2");
  await expect(bulk.bar).toHaveCount(0);
  await expect
    .poll(() => settled(marketplace, id), { timeout: 30_000 })
    .toEqual({ approved: [], rejected: submissionIds.slice(1, 4) });
  const rejects = (await marketplace.effects()).filter((effect) => effect.campaignId === id);
  expect(new Set(rejects.map(({ notes }) => notes))).toEqual(new Set([UNREADABLE]));
});

test("everything with a filter is approved, across pages; the progress survives a reload", async ({
  marketplace,
  api,
  signedIn,
}) => {
  const { id, submissionIds } = await newCampaign(
    { marketplace, api },
    { title: "Across pages", pending: 130, total: 400 },
  );
  const bulk = new BulkPage(await signedIn());
  await bulk.open(id);
  await bulk.selectAllLoaded();
  await expect(bulk.bar).toContainText("100 selected");
  await bulk.bar.getByRole("button", { name: "All 130 with this filter" }).click();
  await bulk.boxes.first().click();
  await expect(bulk.bar).toContainText("129 selected");
  await bulk.approveSelected.click();
  await expect(bulk.batches).toContainText("129 by filter");
  await bulk.batches.getByRole("button", { name: "Pause" }).click();
  await expect(bulk.batches).toContainText("Paused");
  await bulk.page.reload();
  await expect(bulk.batches).toContainText("Paused");
  await bulk.batches.getByRole("button", { name: "Go on" }).click();
  await expect
    .poll(async () => (await settled(marketplace, id)).approved, { timeout: 60_000 })
    .toEqual(submissionIds.slice(1));
});

test("all pending is approved after the number was typed, and what came meanwhile is shown first", async ({
  marketplace,
  api,
  signedIn,
}) => {
  const { id, submissionIds } = await newCampaign(
    { marketplace, api },
    { title: "All pending", pending: 60, total: 90, pay: "1.50" },
  );
  const bulk = new BulkPage(await signedIn());
  await bulk.open(id);
  await bulk.approveAll.click();
  const dialog = bulk.page.getByRole("dialog", { name: "Approve all pending?" });
  const confirm = dialog.getByRole("button", { name: /^Approve / });
  await expect(dialog).toContainText("$90.00");
  const field = dialog.getByLabel(/^Type .* to confirm$/);
  if ((await field.count()) > 0) {
    await expect(confirm).toBeDisabled();
    await field.fill("60");
  }
  await marketplace.control("POST", "arrivals", { campaignId: id, count: 1 });
  await confirm.click();
  await expect(dialog).toContainText("Meanwhile they are 61 submissions");
  if ((await field.count()) > 0) await field.fill("61");
  await dialog.getByRole("button", { name: "Approve 61" }).click();
  await expect(dialog).toHaveCount(0);
  await expect
    .poll(async () => (await settled(marketplace, id)).approved.length, { timeout: 60_000 })
    .toBe(submissionIds.length + 1);
});

test("an import shows what each row would do, and does nothing before it is confirmed", async ({
  marketplace,
  api,
  signedIn,
}) => {
  const { id, submissionIds } = await newCampaign({ marketplace, api }, { title: "Imported", pending: 3 });
  const [first, second, third] = submissionIds;
  const { page } = new BulkPage(await signedIn());
  await page.goto(`/campaigns/${id}`);
  await page.getByRole("button", { name: "Import decisions" }).click();
  const dialog = page.getByRole("dialog", { name: "Import decisions" });
  await dialog
    .getByLabel("Or paste it here")
    .fill(`id,verdict,notes\n${first},approve,\n${second},reject,Not done\n${third},reject,\n`);
  await dialog.getByRole("button", { name: "Check rows" }).click();
  const rows = dialog.getByRole("table", { name: "Rows of the spreadsheet" });
  await expect(rows).toContainText("A reject needs a reason");
  await expect(dialog).toContainText("1 approve");
  await windowAndMore();
  expect(await settled(marketplace, id)).toEqual({ approved: [], rejected: [] });
  await dialog.getByRole("button", { name: "Decide 2 rows" }).click();
  await expect
    .poll(() => settled(marketplace, id), { timeout: 30_000 })
    .toEqual({ approved: [first], rejected: [second] });
});
