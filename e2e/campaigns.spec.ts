import { campaignsOf, newCampaign } from "@/e2e/support/campaigns";
import { CampaignsPage } from "@/e2e/support/campaigns-page";
import { expect, test } from "@/e2e/support/fixtures";

test("the list filters, searches and sorts, and the address keeps it", async ({
  marketplace,
  api,
  signedIn,
}) => {
  await newCampaign(
    { marketplace, api },
    { title: "Zebra counting", category: "Zoology", pay: "99.00", pending: 1 },
  );
  const all = await campaignsOf(marketplace);
  const page = await signedIn();
  const list = new CampaignsPage(page);
  await page.goto("/campaigns");
  await expect(list.rows).toHaveCount(all.length);

  await list.sort.selectOption({ label: "Highest pay" });
  await expect(page).toHaveURL("/campaigns?sort=pay");
  await expect(list.titles.first()).toHaveText("Zebra counting");

  await list.status("Completed").click();
  await expect(list.status("Completed")).toHaveAttribute("aria-pressed", "true");
  await expect(page).toHaveURL(/status=Completed/);
  await expect(list.rows).toHaveCount(all.filter(({ status }) => status === "Completed").length);
  await list.status("All").click();

  await list.search.fill("zoology");
  await expect(page).toHaveURL(/search=zoology/);
  await expect(list.rows).toHaveCount(1);
  await page.reload();
  await expect(list.search).toHaveValue("zoology");
  await expect(list.titles).toHaveText(["Zebra counting"]);
  await expect(page).toHaveURL("/campaigns?search=zoology&sort=pay");

  await list.search.fill("no campaign has this");
  await expect(page.getByText("No campaign fits these filters")).toBeVisible();
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(list.rows).toHaveCount(all.length);
  await expect(page).toHaveURL("/campaigns?sort=pay");

  await list.sort.selectOption({ label: "Title" });
  await expect(list.titles).toHaveText(
    all.map(({ title }) => title).toSorted((a, b) => a.localeCompare(b, "en")),
  );
  await list.row("Zebra counting").getByText("$99.00").click();
  await expect(page.getByRole("heading", { name: "Zebra counting" })).toBeVisible();
});

test("every campaign's four parts are the marketplace's own", async ({ marketplace, api, signedIn }) => {
  await newCampaign(
    { marketplace, api },
    { title: "Four parts", total: 20, pending: 4, approved: 3, rejected: 2 },
  );
  const page = await signedIn();
  const list = new CampaignsPage(page);
  await page.goto("/campaigns");
  for (const { title, total, counts } of await campaignsOf(marketplace)) {
    const { Approved, Rejected, Pending } = counts;
    const free = Math.max(0, total - Approved - Rejected - Pending);
    const words = [`${Approved} approved`, `${Rejected} rejected`, `${Pending} pending`, `${free} free`];
    await expect(list.row(title).getByRole("img"), title).toHaveAccessibleName(
      words.map((part) => part.replace(/\d+/, (digits) => Number(digits).toLocaleString("en"))).join(" · "),
    );
  }
  await expect(list.row("Four parts").getByRole("img")).toHaveAccessibleName(
    "3 approved · 2 rejected · 4 pending · 11 free",
  );
});

test("a campaign's page: its table, search, one submission, and a refresh that brings what is new", async ({
  marketplace,
  api,
  signedIn,
}) => {
  const { id, submissionIds } = await newCampaign(
    { marketplace, api },
    {
      title: "A page of its own",
      description: "Hand in the last page.\n<script>alert(1)</script>",
      total: 30,
      pending: 4,
      approved: 3,
      rejected: 2,
    },
  );
  const page = await signedIn();
  await page.goto(`/campaigns/${id}`);
  const rows = page.getByRole("table", { name: "Submissions" }).locator("tbody").getByRole("row");
  await expect(rows).toHaveCount(9);
  await expect(page.getByText("<script>alert(1)</script>")).toBeVisible();

  const statuses = page.getByRole("group", { name: "Status" });
  await statuses.getByRole("button", { name: /^Rejected/ }).click();
  await expect(rows).toHaveCount(2);
  await expect(page).toHaveURL(`/campaigns/${id}?status=Rejected`);
  await statuses.getByRole("button", { name: "All" }).click();

  const { body } = await api.get<{ items: { id: number; worker: { name: string } }[] }>(
    `/api/campaigns/${id}/submissions`,
  );
  const wanted = body.items.find((item) => item.id === submissionIds[0]);
  await page.getByRole("searchbox", { name: "Search submissions" }).fill(wanted?.worker.name ?? "");
  await expect(page).toHaveURL(/search=/);
  await expect(rows).toHaveCount(
    body.items.filter((item) => item.worker.name === wanted?.worker.name).length,
  );
  await page.getByRole("button", { name: `Open #${submissionIds[0]} of ${wanted?.worker.name}` }).click();
  const dialog = page.getByRole("dialog", { name: `Submission #${submissionIds[0]}` });
  await expect(dialog.getByRole("img").first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await page.getByRole("searchbox", { name: "Search submissions" }).fill("");
  await expect(rows).toHaveCount(9);

  const arrived = await marketplace.control<{ submissionIds: number[] }>("POST", "arrivals", {
    campaignId: id,
    count: 3,
  });
  await page.getByRole("button", { name: "Refresh" }).click();
  await expect(page.getByText("The campaign is being read again.")).toBeVisible();
  await expect(rows).toHaveCount(12, { timeout: 30_000 });
  await expect(page.getByText("7 pending")).toBeVisible();
  await page.getByRole("button", { name: new RegExp(`^Open #${arrived.submissionIds[0]} `) }).click();
  await expect(page).toHaveURL(`/campaigns/${id}/review?at=${arrived.submissionIds[0]}`);
  await expect(page.getByRole("region", { name: "Proof", exact: true })).toContainText(
    `#${arrived.submissionIds[0]}`,
  );
});
