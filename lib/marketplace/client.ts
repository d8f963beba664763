import { call, listAll } from "@/lib/marketplace/calls";
import type { PrefilledKind } from "@/lib/marketplace/endpoints";
import { MarketplaceShapeError } from "@/lib/marketplace/errors";
import { pathOf } from "@/lib/marketplace/path";
import * as answers from "@/lib/marketplace/schema";
import { submissionPage, submissionPages } from "@/lib/marketplace/submission-pages";
import { type CallOptions, Transport, type TransportOptions } from "@/lib/marketplace/transport";
import type {
  BlockChanged,
  BlockedWorker,
  BulkApproved,
  Campaign,
  CampaignStatus,
  Decided,
  JobCreated,
  NewJob,
  OrderPlaced,
  PrefilledOrder,
  SubmissionPage,
  SubmissionQuery,
} from "@/lib/marketplace/types";
import { jobForm, orderBody, wireWorkerId } from "@/lib/marketplace/wire";
import type { Money } from "@/lib/money";

/**
 * The RapidWorkers API under one account key: a method for each of its 21 calls (`orderPrefilled` is ten of them).
 *
 * No method repeats a request, and each fails with one of three errors only: `MarketplaceTransportError` (no complete
 * answer; `sent` says whether the vendor can have the request), `MarketplaceStatusError` (a refusal, in the vendor's
 * words) and `MarketplaceShapeError` (a 2xx answer that makes no sense). What the caller's `around` throws passes
 * through. After a method that changes or spends, a shape error and `sent: "maybe"` leave the outcome unknown.
 */
export class MarketplaceClient {
  readonly #transport: Transport;

  /** @throws RangeError for an address or a key that cannot be used. */
  constructor(options: TransportOptions) {
    this.#transport = new Transport(options);
  }

  /** Closes the kept connections once running requests have ended. */
  close(): Promise<void> {
    return this.#transport.close();
  }

  /** The account's balance; it may be negative. */
  async getBalance(options: CallOptions = {}): Promise<Money> {
    const path = pathOf("balance");
    return call(this.#transport, "balance", answers.balanceAnswer, path, { json: {} }, options);
  }

  /** Every campaign of the account, through all pages. */
  async listCampaigns(
    query: { status?: CampaignStatus; language?: string } = {},
    options: CallOptions = {},
  ): Promise<Campaign[]> {
    const path = pathOf("campaigns", {}, query);
    return listAll(this.#transport, "campaigns", answers.campaignsAnswer, path, ({ id }) => id, options);
  }

  /** One campaign, with its counters. */
  async getCampaign(
    campaignId: string,
    query: { language?: string } = {},
    options: CallOptions = {},
  ): Promise<Campaign> {
    const path = pathOf("campaign", { campaignId }, query);
    const campaign = await call(this.#transport, "campaign", answers.campaignAnswer, path, null, options);
    if (campaign.id.toLowerCase() === campaignId.toLowerCase()) return campaign;
    throw new MarketplaceShapeError("campaign", ["jobId: another campaign"]);
  }

  /** One page of a campaign's submissions, in the vendor's undocumented order. */
  async listSubmissionsPage(
    campaignId: string,
    query: SubmissionQuery = {},
    options: CallOptions = {},
  ): Promise<SubmissionPage> {
    const { page } = await submissionPage(this.#transport, campaignId, query, options);
    return page;
  }

  /**
   * A campaign's submissions page by page, from `query.page` on. Where others decide meanwhile a submission may come
   * twice or slip through between two pages: compare with `totalCount` where that matters.
   */
  submissionPages(
    campaignId: string,
    query: SubmissionQuery = {},
    options: CallOptions = {},
  ): AsyncGenerator<SubmissionPage, void, undefined> {
    return submissionPages(this.#transport, campaignId, query, options);
  }

  /** Approves a submission and pays its worker. */
  async approveSubmission(
    campaignId: string,
    submissionId: string,
    { notes }: { notes?: string } = {},
    options: CallOptions = {},
  ): Promise<Decided> {
    const path = pathOf("approve", { campaignId, submissionId });
    const answer = answers.decisionAnswer({ submissionId, verdict: "Approved" });
    return call(this.#transport, "approve", answer, path, { json: { notes } }, options);
  }

  /** Rejects a submission; the vendor demands notes. */
  async rejectSubmission(
    campaignId: string,
    submissionId: string,
    { notes }: { notes: string },
    options: CallOptions = {},
  ): Promise<Decided> {
    const path = pathOf("reject", { campaignId, submissionId });
    const answer = answers.decisionAnswer({ submissionId, verdict: "Rejected" });
    return call(this.#transport, "reject", answer, path, { json: { notes } }, options);
  }

  /** Approves all pending submissions of the campaign, whatever they are, and pays for them. */
  async bulkApprove(
    campaignId: string,
    { notes }: { notes?: string } = {},
    options: CallOptions = {},
  ): Promise<BulkApproved> {
    const path = pathOf("bulk", { campaignId });
    return call(this.#transport, "bulk", answers.bulkAnswer, path, { json: { notes } }, options);
  }

  /** Creates a job and pays for it. */
  async addJob(job: NewJob, options: CallOptions = {}): Promise<JobCreated> {
    const body = { form: jobForm(job) };
    return call(this.#transport, "jobs-add", answers.jobAnswer, pathOf("jobs-add"), body, options);
  }

  /** Every blocked worker. */
  async listBlockedWorkers(options: CallOptions = {}): Promise<BlockedWorker[]> {
    const path = pathOf("blocked");
    return listAll(
      this.#transport,
      "blocked",
      answers.blockedAnswer,
      path,
      ({ workerId }) => workerId,
      options,
    );
  }

  /** Blocks a worker from the account's jobs. */
  async blockWorker(workerId: string, options: CallOptions = {}): Promise<BlockChanged> {
    const body = { json: { worker_id: wireWorkerId(workerId) } };
    return call(this.#transport, "block", answers.blockAnswer, pathOf("block"), body, options);
  }

  /** Lifts a worker's block. */
  async unblockWorker(workerId: string, options: CallOptions = {}): Promise<BlockChanged> {
    const body = { json: { worker_id: wireWorkerId(workerId) } };
    return call(this.#transport, "unblock", answers.blockAnswer, pathOf("unblock"), body, options);
  }

  /** Places one of the ten prefilled orders and pays for it. */
  async orderPrefilled(
    kind: PrefilledKind,
    order: PrefilledOrder,
    options: CallOptions = {},
  ): Promise<OrderPlaced> {
    const body = { json: orderBody(order) };
    return call(this.#transport, "order", answers.orderAnswer, pathOf("order", { kind }), body, options);
  }
}
