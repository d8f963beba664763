import { randomUUID } from "node:crypto";
import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { type ApiClient, signIn } from "@/e2e/support/api-client";
import { newCampaign } from "@/e2e/support/campaigns";
import { queryDesk } from "@/e2e/support/database";
import { type Desk, startDesk } from "@/e2e/support/desk";
import { expect, test } from "@/e2e/support/fixtures";
import { type Leak, leakSearch } from "@/e2e/support/leaks";
import { startMarketplace } from "@/e2e/support/marketplace";
import { owner } from "@/e2e/support/people";
import { PROJECT_FOLDER } from "@/e2e/support/program";
import { ReviewPage } from "@/e2e/support/review-page";

/** Signs that every encoding writes in another way. */
const SIGNS = "/+=&%~";

type Found = { source: string; content: string | Buffer };

test("the search finds a secret in every disguise", () => {
  const secret = `rw_${randomBytes(12).toString("hex")}${SIGNS}z`;
  const search = leakSearch(secret);
  for (const before of ["", "x", "xy", "xyz"]) {
    const whole = `${before}${secret} and more`;
    const disguised = {
      raw: whole,
      percent: encodeURIComponent(whole),
      form: new URLSearchParams({ whole }).toString(),
      json: JSON.stringify({ whole }),
      html: whole.replaceAll("&", "&amp;"),
      script: JSON.stringify({ whole }).replaceAll("&", "\\u0026"),
      hex: Buffer.from(whole).toString("hex").toUpperCase(),
      base64: Buffer.from(whole).toString("base64"),
      base64url: Buffer.from(whole).toString("base64url"),
    };
    for (const [name, text] of Object.entries(disguised))
      expect(search(name, Buffer.from(`a page with ${text} in it`)), `${name} after ${before}`).not.toEqual(
        [],
      );
  }
  expect(search("nothing", secret.slice(0, -1))).toEqual([]);
});

test("the account key leaves the server in nothing that the desk answers, logs, builds or stores", async ({
  signedIn,
}) => {
  const tag = randomBytes(12).toString("hex");
  const key = `rw_canary_${tag}${SIGNS}k3y`;
  /** Stands where everybody may read it: what finds it would find the key as well. */
  const decoy = `decoy_${randomBytes(12).toString("hex")}${SIGNS}d`;
  const marketplace = await startMarketplace(["--key", key]);
  const desk = await startDesk({ marketplace, env: { DECISION_UNDO_SECONDS: "0", LOG_LEVEL: "trace" } });
  try {
    const api = await signIn(desk.address, owner);
    const { id, submissionIds } = await newCampaign(
      { marketplace, api },
      { title: `Decoy ${decoy}`, pending: 4, total: 9 },
    );
    const page = await signedIn({ desk });
    const answers = collect(page);
    await walk(page, id);
    answers.found.push(...(await readPayloads(desk, api, id)));
    await answers.settled();
    const routes = await readEveryRoute(desk, api, id, submissionIds[3] ?? 0);
    // What goes wrong is where keys get into logs: a refused key and an answer that cannot be read.
    await marketplace.set({ faults: [{ endpoint: "*", kind: "html" }] });
    await api.post(`/api/campaigns/${id}/refresh`, {});
    const struck = async () =>
      (
        await marketplace.control<{ requests: { fault: string | null }[] }>("GET", "requests")
      ).requests.filter(({ fault }) => fault !== null);
    await expect.poll(struck).not.toEqual([]);
    await marketplace.set({ account: "revoked", faults: [] });
    await api.post(`/api/campaigns/${id}/refresh`, {});
    await expect
      .poll(async () => (await api.get<{ paused: { reason: string }[] }>("/api/budget")).body.paused)
      .toMatchObject([{ reason: "key_refused" }]);
    await page.goto("/");
    await expect(page.getByRole("region", { name: "Trouble" })).toBeVisible();
    await answers.settled();

    const places: Record<string, Found[]> = {
      answers: answers.found,
      routes,
      log: [{ source: "log", content: desk.output() }],
      bundles: filesIn(join(PROJECT_FOLDER, ".next", "static")),
      database: await everyTable(desk),
    };
    const all = Object.values(places).flat();
    expect(leaks(leakSearch(key), all)).toEqual([]);
    // Without its telling ends, as a slip might cut it.
    expect(leaks(leakSearch(tag), all)).toEqual([]);

    const seen = (place: string, text: string) =>
      leaks(leakSearch(text), places[place] ?? []).map(({ source }) => source);
    expect(seen("answers", decoy).join("\n")).toMatch(/^document /m);
    expect(seen("answers", decoy).join("\n")).toMatch(/^text\/x-component /m);
    expect(seen("answers", decoy).join("\n")).toMatch(/^application\/json /m);
    expect(seen("routes", decoy)).toContain(`GET /api/campaigns/${id}`);
    expect(new Set(seen("database", decoy))).toEqual(new Set(["campaign"]));
    expect(seen("database", owner.email)).toContain("person");
    expect(desk.output(), "what goes wrong is in the log").toMatch(/"level":(40|50|"warn"|"error")/);
    expect(seen("log", "Proofdesk is ready at")).toContain("log");
    expect(seen("bundles", "/api/decisions")).not.toEqual([]);
    const [stored] = await queryDesk<{ sealed: string; last_four: string }>(
      desk,
      "SELECT * FROM account_key",
    );
    expect(stored?.last_four).toBe(key.slice(-4));
    expect(stored?.sealed.length).toBeGreaterThan(key.length);
  } finally {
    await desk.remove();
    await marketplace.stop();
  }
});

const leaks = (search: ReturnType<typeof leakSearch>, found: Found[]): Leak[] =>
  found.flatMap(({ source, content }) => search(source, content));

/** Keeps the head and body of everything that a page is answered. A live stream never ends; it is read among the routes. */
function collect(page: Page) {
  const found: Found[] = [];
  const reading: Promise<void>[] = [];
  page.on("requestfinished", (request) => {
    const keep = async () => {
      const response = await request.response();
      if (response === null) return;
      const url = request.url();
      const head = await response.allHeaders();
      const kind =
        request.resourceType() === "document"
          ? "document"
          : (head["content-type"]?.split(";")[0] ?? "nothing");
      found.push({ source: `head ${url}`, content: JSON.stringify(head) });
      const hasBody = response.status() >= 200 && response.status() < 300 && response.status() !== 204;
      if (hasBody) found.push({ source: `${kind} ${url}`, content: await response.body() });
    };
    reading.push(
      keep().catch((err: unknown) => {
        // The browser forgets what a page was answered once the page is left.
        if (!/No resource with given identifier|No data found|evicted|closed/i.test(String(err))) throw err;
      }),
    );
  });
  return { found, settled: async () => void (await Promise.all(reading)) };
}

/** Every page: opened by its address, and again by links, as its people go. */
async function walk(page: Page, campaignId: string): Promise<void> {
  for (const path of [
    "/",
    "/campaigns",
    `/campaigns/${campaignId}`,
    "/review",
    "/nowhere",
    "/login",
    "/setup",
  ]) {
    await page.goto(path);
    await expect(page.getByRole("heading").first()).toBeAttached();
  }
  await page.goto("/");
  await page.getByRole("link", { name: "Campaigns", exact: true }).click();
  await page.getByRole("link", { name: /^Decoy/ }).click();
  await page
    .getByRole("main")
    .getByRole("link", { name: /^Review \d+$/ })
    .click();
  const review = new ReviewPage(page);
  await expect(review.proof).toBeVisible();
  const first = await review.current();
  await review.approve.click();
  await expect(review.image).not.toHaveAccessibleName(new RegExp(`#${first}$`));
  await review.rejectByKeys(1);
  await page.getByRole("link", { name: "Back to the campaign" }).click();
  await expect(page.getByRole("table", { name: "Submissions" })).toBeVisible();
}

/** The payload of each page, as a click in the browser asks for it: what the browser got it may have forgotten by now. */
async function readPayloads(desk: Desk, api: ApiClient, campaignId: string): Promise<Found[]> {
  const found: Found[] = [];
  for (const path of [
    "/",
    "/campaigns",
    `/campaigns/${campaignId}`,
    `/campaigns/${campaignId}/review`,
    "/review",
  ]) {
    const response = await fetch(`${desk.address}${path}`, { headers: { cookie: api.cookie(), rsc: "1" } });
    expect(response.headers.get("content-type"), path).toMatch(/^text\/x-component/);
    found.push({ source: `text/x-component ${path}`, content: await response.text() });
  }
  return found;
}

/** A GET of every route of the API: a new one with a parameter must be given an address here. */
async function readEveryRoute(
  desk: Desk,
  api: ApiClient,
  campaignId: string,
  submissionId: number,
): Promise<Found[]> {
  const { body } = await api.decide<{ items: { id: string }[] }>([
    { campaignId, submissionId, verdict: "approve" },
  ]);
  const [submission] = (
    await api.get<{ items: { worker: { id: string }; images: { id: string }[] }[] }>(
      `/api/campaigns/${campaignId}/submissions`,
    )
  ).body.items;
  const { body: batch } = await api.post<{ id: string }>("/api/decisions/bulk", {
    idempotencyKey: randomUUID(),
    filter: { campaignId, search: "nothing has these words" },
    verdict: "approve",
    expected: 0,
  });
  const addresses: Record<string, string[]> = {
    "auth/[...nextauth]": ["auth/session", "auth/csrf", "auth/providers", "auth/signin", "auth/error"],
    "campaigns/[id]": [`campaigns/${campaignId}`],
    "campaigns/[id]/submissions": [`campaigns/${campaignId}/submissions`],
    ...Object.fromEntries(
      ["actions", "failures", "report.csv"].map((part) => [
        `batches/[id]/${part}`,
        [`batches/${batch?.id}/${part}`],
      ]),
    ),
    "batches/[id]": [`batches/${batch?.id}`],
    ...Object.fromEntries(
      ["approve-all", "plan", "sweeps", "import", "export"].map((part) => [
        `campaigns/[id]/${part}`,
        [`campaigns/${campaignId}/${part}`],
      ]),
    ),
    "campaigns/[id]/refresh": [`campaigns/${campaignId}/refresh`],
    "decisions/[id]": [`decisions/${body.items[0]?.id}`],
    "decisions/[id]/undo": [`decisions/${body.items[0]?.id}/undo`],
    "images/[id]": [`images/${submission?.images[0]?.id}?size=thumb`],
    "workers/[id]/avatar": [`workers/${submission?.worker.id}/avatar`],
  };
  const found: Found[] = [];
  for (const route of builtRoutes())
    for (const path of addresses[route] ?? [route]) {
      expect(path, "a route with a parameter needs an address above").not.toContain("[");
      const stop = new AbortController();
      const response = await fetch(`${desk.address}/api/${path}`, {
        headers: { cookie: api.cookie(), "last-event-id": "0-0" },
        redirect: "manual",
        signal: stop.signal,
      });
      expect(response.status, path).toBeLessThan(500);
      const streams = response.headers.get("content-type")?.startsWith("text/event-stream");
      const content = Buffer.from(
        streams ? await firstChunk(response) : new Uint8Array(await response.arrayBuffer()),
      );
      stop.abort();
      found.push(
        { source: `head of /api/${path}`, content: JSON.stringify([...response.headers]) },
        { source: `GET /api/${path}`, content },
      );
    }
  return found;
}

const firstChunk = async (response: Response): Promise<Uint8Array> =>
  (await response.body?.getReader().read())?.value ?? new Uint8Array();

/** The API's routes in the build that runs, as folders under app/api; one without GET answers 405, which is read as well. */
function builtRoutes(): string[] {
  const manifest = readFileSync(join(PROJECT_FOLDER, ".next", "app-path-routes-manifest.json"), "utf8");
  return Object.keys(JSON.parse(manifest) as Record<string, string>)
    .map((file) => /^\/api\/(.*)\/route$/.exec(file)?.[1])
    .filter((route) => route !== undefined);
}

const filesIn = (folder: string): Found[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ source: path, content: readFileSync(path) }));

/** Every row of every table as text, in which bytes stand in hex. */
async function everyTable(desk: Desk): Promise<Found[]> {
  const tables = await queryDesk<{ name: string }>(
    desk,
    "SELECT quote_ident(table_name) AS name FROM information_schema.tables WHERE table_schema = 'public'",
  );
  const read = async ({ name }: { name: string }) => {
    const rows = await queryDesk<{ row: string }>(desk, `SELECT to_jsonb(t)::text AS row FROM ${name} t`);
    return { source: name, content: rows.map(({ row }) => row).join("\n") };
  };
  return Promise.all(tables.map(read));
}
