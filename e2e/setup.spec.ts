import { queryDesk } from "@/e2e/support/database";
import { startDesk } from "@/e2e/support/desk";
import { expect, test } from "@/e2e/support/fixtures";
import { LoginPage } from "@/e2e/support/login-page";

test("a new desk is set up in the browser: a wrong key stores nothing, the right one brings the campaigns", async ({
  marketplace,
  signedOut,
}) => {
  const desk = await startDesk({
    marketplace,
    env: { BOOTSTRAP_OWNER_EMAIL: "", BOOTSTRAP_OWNER_PASSWORD: "", BOOTSTRAP_ACCOUNT_KEY: "" },
  });
  try {
    const page = await signedOut({ desk });
    await page.goto("/login");
    await expect(page).toHaveURL("/setup");
    const accountKey = page.getByLabel("Account key");
    const submit = page.getByRole("button", { name: "Set up and sign in" });

    await submit.click();
    await expect(page.getByText("Please fill this in.")).toHaveCount(4);

    await page.getByLabel("Name").fill("Olga Owner");
    await page.getByLabel("E-mail").fill("Olga@Desk.example");
    await page.getByLabel("Password").fill("a sentence that is long");
    await accountKey.fill("rw_wrong_key");
    await submit.click();
    await expect(accountKey).toHaveAccessibleDescription(
      /RapidWorkers refuses this key\. Nothing was stored/,
    );
    const [stored] = await queryDesk<{ people: string; keys: string }>(
      desk,
      "SELECT (SELECT count(*) FROM person) AS people, (SELECT count(*) FROM account_key) AS keys",
    );
    expect(stored).toEqual({ people: "0", keys: "0" });

    await accountKey.fill(marketplace.key);
    await submit.click();
    await expect(page).toHaveURL("/");
    await expect(page.getByRole("button", { name: "Account of Olga Owner" })).toBeVisible();
    const [campaign] = await marketplace.control<{ title: string; mine: boolean }[]>("GET", "campaigns");
    await page.getByRole("link", { name: "Campaigns", exact: true }).click();
    await expect(page.getByRole("link", { name: campaign?.title, exact: true }).first()).toBeVisible({
      timeout: 30_000,
    });

    const stranger = await signedOut({ desk });
    await stranger.goto("/setup");
    await expect(stranger).toHaveURL("/login");
    await new LoginPage(stranger).signIn({ email: "olga@desk.example", password: "a sentence that is long" });
    await expect(stranger).toHaveURL("/");
  } finally {
    await desk.remove();
  }
});
