import type { Locator, Page } from "@playwright/test";

/** The list of campaigns. */
export class CampaignsPage {
  readonly table: Locator;
  readonly rows: Locator;
  readonly titles: Locator;
  readonly search: Locator;
  readonly sort: Locator;

  constructor(readonly page: Page) {
    this.table = page.getByRole("table", { name: "Campaigns" });
    this.rows = this.table.locator("tbody").getByRole("row");
    this.titles = this.rows.getByRole("link");
    this.search = page.getByRole("searchbox", { name: "Search campaigns" });
    this.sort = page.getByRole("combobox", { name: "Sort by" });
  }

  status(name: string): Locator {
    return this.page
      .getByRole("group", { name: "Status" })
      .getByRole("button", { name: new RegExp(`^${name}`) });
  }

  row(title: string): Locator {
    return this.rows.filter({ has: this.page.getByRole("link", { name: title, exact: true }) });
  }
}
