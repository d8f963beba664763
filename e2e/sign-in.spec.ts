import { signIn } from "@/e2e/support/api-client";
import { DeskFrame } from "@/e2e/support/desk-frame";
import { expect, test } from "@/e2e/support/fixtures";
import { LoginPage } from "@/e2e/support/login-page";
import { createPerson, owner, resetPassword } from "@/e2e/support/people";

test("a wrong password says so, the right one leads to the overview, and signing out leads back", async ({
  signedOut,
}) => {
  const page = await signedOut();
  await page.goto("/");
  await expect(page).toHaveURL("/login");
  const login = new LoginPage(page);
  await login.signIn({ ...owner, password: "not the password" });
  await expect(login.alert).toHaveText(/^This e-mail and password do not go together/);
  await expect(login.email).toHaveValue(owner.email);

  await login.signIn(owner);
  await expect(page).toHaveURL("/");
  await expect(page.getByRole("heading", { name: "Overview" })).toBeVisible();
  const frame = new DeskFrame(page);
  await expect(frame.balance).toHaveText(/\$[\d,]+\.\d\d/);
  await expect(frame.requestsLeft).toHaveText(/^\d/);

  await frame.signOut();
  await expect(page).toHaveURL(/\/login/);
  await page.goto("/campaigns");
  await expect(page).toHaveURL("/login?callbackUrl=%2Fcampaigns");
});

test("a session that was ended leads to the login page, and from there back to the page", async ({
  desk,
  signedIn,
}) => {
  const person = await createPerson(desk, "reviewer", "Rita");
  const page = await signedIn({ person });
  await page.goto("/campaigns?sort=title");
  await expect(page.getByRole("heading", { name: "Campaigns" })).toBeVisible();
  const changed = await resetPassword(desk, person);

  await page.reload();
  await expect(page).toHaveURL(/\/login\?callbackUrl=/);
  const login = new LoginPage(page);
  await login.signIn(person);
  await expect(login.alert).toHaveText(/do not go together/);
  await login.signIn(changed);
  await expect(page).toHaveURL("/campaigns?sort=title");
  await expect(page.getByRole("heading", { name: "Campaigns" })).toBeVisible();
});

test("a login page's way back leads nowhere but to the desk", async ({ signedOut }) => {
  const page = await signedOut();
  await page.goto(`/login?callbackUrl=${encodeURIComponent("https://elsewhere.example/")}`);
  await new LoginPage(page).signIn(owner);
  await expect(page).toHaveURL("/");
});

test("a program signs in as the contract says", async ({ desk }) => {
  const api = await signIn(desk.address, owner);
  expect(await api.get("/api/me")).toMatchObject({
    status: 200,
    body: { email: owner.email, role: "owner" },
  });
  await expect(signIn(desk.address, { ...owner, password: "not the password" })).rejects.toThrow("refused");
});

test("after too many attempts the page tells for how many minutes, even the right password", async ({
  desk,
  signedOut,
}) => {
  const person = await createPerson(desk, "viewer", "Vera");
  for (let attempt = 1; attempt <= 10; attempt++)
    await expect(signIn(desk.address, { ...person, password: `guess ${attempt}` })).rejects.toThrow("401");
  const page = await signedOut();
  await page.goto("/login");
  const login = new LoginPage(page);
  await login.signIn(person);
  await expect(login.alert).toHaveText(/^Too many attempts\. Try again in \d+ minutes?\.$/);
  await expect(page).toHaveURL("/login");
});
