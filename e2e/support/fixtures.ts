import { test as base, type Page } from "@playwright/test";
import { type ApiClient, signIn } from "@/e2e/support/api-client";
import { type Desk, startDesk } from "@/e2e/support/desk";
import { type Marketplace, startMarketplace } from "@/e2e/support/marketplace";
import { createPerson, type Credentials, owner, type Person, type Role } from "@/e2e/support/people";

/** Long enough to undo by hand on a slow machine, short enough to wait for. */
export const UNDO_SECONDS = 3;

type Wish = {
  /** The shared desk unless told. */
  desk?: Desk;
  /** The owner unless told. */
  person?: Credentials;
};

type OfWorker = {
  /** The simulated marketplace that the shared desk works with. */
  marketplace: Marketplace;
  /** The shared desk: it is slow to start, so journeys that need nothing special share one, each with a campaign of its own. */
  desk: Desk;
  /** A person of this role at the shared desk, made at the first asking. */
  personOf: (role: Role) => Promise<Person>;
};

type OfTest = {
  /** A page of a browser in which nobody is signed in. */
  signedOut: (wish?: Pick<Wish, "desk">) => Promise<Page>;
  /** A page of a browser of its own in which somebody is signed in. */
  signedIn: (wish?: Wish) => Promise<Page>;
  /** The owner of the shared desk as a program. */
  api: ApiClient;
};

/** Every journey's `test`. A page that throws, or breaks its own content security policy, fails it. */
export const test = base.extend<OfTest, OfWorker>({
  marketplace: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads what a fixture needs from the pattern
    async ({}, provide) => {
      const marketplace = await startMarketplace();
      await provide(marketplace);
      await marketplace.stop();
    },
    { scope: "worker", timeout: 60_000 },
  ],
  desk: [
    async ({ marketplace }, provide) => {
      const desk = await startDesk({ marketplace, env: { DECISION_UNDO_SECONDS: String(UNDO_SECONDS) } });
      await provide(desk);
      await desk.remove();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  personOf: [
    async ({ desk }, provide) => {
      const known = new Map<Role, Promise<Person>>();
      await provide((role) => {
        const person = known.get(role) ?? createPerson(desk, role);
        known.set(role, person);
        return person;
      });
    },
    { scope: "worker" },
  ],
  signedOut: async ({ browser, desk: shared }, provide) => {
    const complaints: string[] = [];
    const contexts: { close: () => Promise<void> }[] = [];
    await provide(async ({ desk = shared } = {}) => {
      const context = await browser.newContext({ baseURL: desk.address });
      contexts.push(context);
      const page = await context.newPage();
      page.on("pageerror", (error) => complaints.push(String(error.stack ?? error)));
      page.on("console", (message) => {
        if (/Content Security Policy/i.test(message.text())) complaints.push(message.text());
      });
      return page;
    });
    for (const context of contexts) await context.close();
    if (complaints.length > 0) throw new Error(`a page complained:\n${complaints.join("\n")}`);
  },
  signedIn: async ({ signedOut, desk: shared }, provide) => {
    await provide(async ({ desk = shared, person = owner } = {}) => {
      const page = await signedOut({ desk });
      await page.context().addCookies((await signIn(desk.address, person)).cookies());
      return page;
    });
  },
  api: async ({ desk }, provide) => provide(await signIn(desk.address, owner)),
});

export { expect } from "@playwright/test";
