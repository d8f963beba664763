import type { Locator, Page } from "@playwright/test";

/** What stands around every page of the desk. */
export class DeskFrame {
  readonly balance: Locator;
  readonly requestsLeft: Locator;
  readonly trouble: Locator;

  constructor(readonly page: Page) {
    this.balance = page.getByRole("status", { name: "Balance" });
    this.requestsLeft = page.getByRole("status", { name: "Requests left this hour" });
    this.trouble = page.getByRole("region", { name: "Trouble" });
  }

  async signOut(): Promise<void> {
    await this.page.getByRole("button", { name: /^Account of / }).click();
    await this.page.getByRole("menuitem", { name: "Sign out" }).click();
  }
}
