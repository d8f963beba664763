import { expect, type Locator, type Page } from "@playwright/test";

/** The review of one campaign, or of all. */
export class ReviewPage {
  readonly proof: Locator;
  readonly approve: Locator;
  readonly reject: Locator;
  readonly undo: Locator;
  readonly reasons: Locator;
  readonly help: Locator;
  readonly allDecided: Locator;
  /** The image in all the room there is. */
  readonly image: Locator;

  constructor(readonly page: Page) {
    this.proof = page.getByRole("region", { name: "Proof", exact: true });
    this.approve = page.getByRole("button", { name: "Approve", exact: true });
    this.reject = page.getByRole("button", { name: "Reject", exact: true });
    this.undo = page.getByRole("button", { name: "Undo", exact: true });
    this.reasons = page.getByRole("dialog", { name: "Why is it rejected?" });
    this.help = page.getByRole("dialog", { name: "Keys" });
    this.allDecided = page.getByText("All decided");
    this.image = this.proof.getByRole("img", { name: /^Image \d+ of \d+ of submission #/ });
  }

  /** Opens the review and waits for the first proof. */
  async open(campaignId: string): Promise<void> {
    await this.page.goto(`/campaigns/${campaignId}/review`);
    await expect(this.proof).toBeVisible();
  }

  /** Says that this submission is the one on screen. */
  async shows(submissionId: number | undefined): Promise<void> {
    await expect(this.image).toHaveAccessibleName(new RegExp(`of submission #${submissionId}$`));
  }

  /** The submission on screen. */
  async current(): Promise<number> {
    const name = await this.image.getAttribute("alt");
    return Number(/#(\d+)$/.exec(name ?? "")?.[1]);
  }

  /** Rejects what is on screen with the reason of this number, by keys. */
  async rejectByKeys(reason: number): Promise<void> {
    await this.page.keyboard.press("r");
    await this.page.keyboard.press(String(reason));
  }

  /** The row of a decision on its way. */
  row(submissionId: number | undefined): Locator {
    return this.page
      .getByRole("list", { name: "Decisions on their way" })
      .getByRole("listitem")
      .filter({ hasText: new RegExp(`#${submissionId} `) });
  }

  /** The image is there with all its pixels, drawn at a size that can be looked at, and comes from the desk itself. */
  async imageIsPainted(origin: string): Promise<void> {
    await expect
      .poll(() => this.image.evaluate((node) => (node as HTMLImageElement).naturalWidth))
      .toBeGreaterThan(0);
    const { complete, src } = await this.image.evaluate((node) => {
      const { complete, src } = node as HTMLImageElement;
      return { complete, src };
    });
    expect(complete).toBe(true);
    expect(src.startsWith(`${origin}/api/images/`), src).toBe(true);
    const box = await this.image.boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThan(100);
  }
}
