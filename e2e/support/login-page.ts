import type { Locator, Page } from "@playwright/test";
import type { Credentials } from "@/e2e/support/people";

/** The page on which people sign in. */
export class LoginPage {
  readonly email: Locator;
  readonly password: Locator;
  readonly alert: Locator;

  constructor(readonly page: Page) {
    this.email = page.getByLabel("E-mail");
    this.password = page.getByLabel("Password");
    // Next keeps an empty alert of its own on every page, for announcing routes.
    this.alert = page.getByRole("alert").filter({ hasText: /\S/ });
  }

  async signIn({ email, password }: Credentials): Promise<void> {
    await this.email.fill(email);
    await this.password.fill(password);
    await this.page.getByRole("button", { name: "Sign in" }).click();
  }
}
