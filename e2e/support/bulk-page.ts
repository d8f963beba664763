import type { Locator, Page } from "@playwright/test";

/** The page of a campaign, as far as deciding many at once goes. */
export class BulkPage {
  readonly bar: Locator;
  readonly approveSelected: Locator;
  readonly rejectSelected: Locator;
  readonly reasons: Locator;
  readonly approveAll: Locator;
  readonly batches: Locator;
  readonly undo: Locator;

  constructor(readonly page: Page) {
    this.bar = page.getByRole("region", { name: "Selected submissions" });
    this.approveSelected = this.bar.getByRole("button", { name: "Approve selected" });
    this.rejectSelected = this.bar.getByRole("button", { name: "Reject selected" });
    this.reasons = page.getByRole("dialog", { name: "Why are they rejected?" });
    this.approveAll = page.getByRole("button", { name: "Approve all pending" });
    this.batches = page.getByRole("region", { name: "Bulk actions" }).getByRole("listitem");
    this.undo = page.getByRole("button", { name: "Undo" });
  }

  /** Opens the pending submissions of a campaign and waits for the first. */
  async open(campaignId: string): Promise<void> {
    await this.page.goto(`/campaigns/${campaignId}?status=Pending`);
    await this.boxes.first().waitFor();
  }

  /** The boxes of the rows that can be selected, in the order of the table. */
  get boxes(): Locator {
    return this.page.getByRole("checkbox", { name: /^Select #/ });
  }

  async selectAllLoaded(): Promise<void> {
    await this.page.getByRole("checkbox", { name: "Select all that are loaded" }).click();
  }
}
