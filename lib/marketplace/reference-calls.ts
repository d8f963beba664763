import type { MarketplaceClient } from "@/lib/marketplace/client";
import { type EndpointName, prefilledKinds } from "@/lib/marketplace/endpoints";
import { campaignId, referenceAnswers } from "@/lib/marketplace/reference-answers";
import type { CallOptions } from "@/lib/marketplace/transport";
import { parseMoney } from "@/lib/money";

const job = {
  title: "Test Job",
  description: "Do it",
  payRate: parseMoney("5.00"),
  totalAvailabilities: 10,
  proofRequired: "A screenshot",
  category: "Survey",
  approveOnceFull: false,
};
const order = { link: "https://facebook.com/post/123", quantity: 50, approveOnceFull: true };

const campaign = {
  id: campaignId,
  title: "Complete a Survey",
  category: "Survey",
  pay: "2.50",
  location: "In",
  createdAt: "2025-01-15T10:30:00.000Z",
  status: "Active",
  statusText: "Active",
  completed: 45,
  totalAvailabilities: 100,
  remainingAvailabilities: 55,
  successRate: 40,
  description: "Fill out our customer satisfaction survey",
  canceled: false,
  pending: 12,
  approved: 40,
  rejected: 5,
};
const submission = {
  id: "123",
  workerId: "abc-def-123",
  workerName: "WorkerName",
  workerAvatar: "https://img.example/avatar.png",
  campaignId,
  campaignTitle: "Complete a Survey",
  status: "Pending",
  statusText: "Pending",
  country: "United States",
  submittedAt: "2025-01-16T14:30:00.000Z",
  proofText: "Completed the survey as requested",
  images: [
    { id: "img_1", url: "https://img.example/1.png", thumbnailUrl: "https://img.example/1-small.png" },
  ],
  notes: null,
  workerAccountAgeDays: 120,
  workerApprovalRate: 85,
  workerTotalCompleted: 47,
};

/** For tests: a call of the reference: how it is made, what must be on the wire, what comes out, and how it may be refused. */
export interface ReferenceCall {
  name: string;
  endpoint: EndpointName;
  run: (client: MarketplaceClient, options?: CallOptions) => Promise<unknown>;
  url: string;
  /** The JSON sent; null for GET and for the form. */
  sent: unknown;
  success: number;
  answer: unknown;
  result: unknown;
  statuses: number[];
}

const base = `/api/campaigns/${campaignId}/submissions`;
/** For tests: all 21. */
export const referenceCalls: ReferenceCall[] = [
  {
    name: "addJob",
    endpoint: "jobs-add",
    run: (client, options) => client.addJob(job, options),
    url: "/jobs/add",
    sent: null,
    success: 201,
    answer: referenceAnswers["jobs-add"],
    result: {
      jobId: campaignId,
      title: "Test Job",
      status: "Active",
      payRate: "5.00",
      totalAvailabilities: 10,
      totalCost: "50.00",
      commission: "5.00",
      totalDeducted: "55.00",
      newBalance: "945.00",
      message: "Job created successfully",
    },
    statuses: [400, 401, 403],
  },
  {
    name: "getBalance",
    endpoint: "balance",
    run: (client, options) => client.getBalance(options),
    url: "/account/get_balance",
    sent: {},
    success: 200,
    answer: referenceAnswers.balance,
    result: "1000.00",
    statuses: [401, 404],
  },
  {
    name: "approveSubmission",
    endpoint: "approve",
    run: (client, options) => client.approveSubmission(campaignId, "123", { notes: "Thanks" }, options),
    url: `${base}/123/approve/`,
    sent: { notes: "Thanks" },
    success: 200,
    answer: referenceAnswers.approve,
    result: {
      submissionId: "123",
      worker: "worker_username",
      amountPaid: "5.00",
      notes: null,
      message: "Submission approved successfully",
    },
    statuses: [400, 403, 404],
  },
  {
    name: "rejectSubmission",
    endpoint: "reject",
    run: (client, options) => client.rejectSubmission(campaignId, "123", { notes: "No" }, options),
    url: `${base}/123/reject/`,
    sent: { notes: "No" },
    success: 200,
    answer: referenceAnswers.reject,
    result: {
      submissionId: "123",
      worker: "worker_username",
      amountPaid: null,
      notes: "Does not meet requirements",
      message: "Submission rejected",
    },
    statuses: [400, 403, 404],
  },
  {
    name: "bulkApprove",
    endpoint: "bulk",
    run: (client, options) => client.bulkApprove(campaignId, {}, options),
    url: `${base}/bulk_action/`,
    sent: {},
    success: 200,
    answer: referenceAnswers.bulk,
    result: {
      message: "All submissions approved successfully.",
      submissions: [{ id: "123", status: "Approved", statusText: "Approved", worker: "worker1" }],
    },
    statuses: [403, 404],
  },
  {
    name: "listCampaigns",
    endpoint: "campaigns",
    run: (client, options) => client.listCampaigns({ status: "Active", language: "de" }, options),
    url: "/api/campaigns/?status=Active&language=de",
    sent: null,
    success: 200,
    answer: referenceAnswers.campaigns,
    result: [campaign],
    statuses: [401],
  },
  {
    name: "getCampaign",
    endpoint: "campaign",
    run: (client, options) => client.getCampaign(campaignId, {}, options),
    url: `/api/campaigns/detail/${campaignId}/`,
    sent: null,
    success: 200,
    answer: referenceAnswers.campaign,
    result: campaign,
    statuses: [401, 403, 404],
  },
  {
    name: "listSubmissionsPage",
    endpoint: "submissions",
    run: (client, options) =>
      client.listSubmissionsPage(campaignId, { status: "Pending", search: "a&b", language: "en" }, options),
    url: `${base}/?status=Pending&search=a%26b&page=1&rowsPerPage=1000&language=en`,
    sent: null,
    success: 200,
    answer: referenceAnswers.submissions,
    result: {
      submissions: [submission],
      totalCount: 45,
      pageCount: 1,
      currentPage: 1,
      rowsPerPage: 1000,
      unreadable: 0,
      hasMore: false,
    },
    statuses: [401, 403, 404],
  },
  {
    name: "blockWorker",
    endpoint: "block",
    run: (client, options) => client.blockWorker("12345", options),
    url: "/api/workers/block/",
    sent: { worker_id: 12345 },
    success: 201,
    answer: referenceAnswers.block,
    result: { workerId: "12345", message: "Worker blocked successfully" },
    statuses: [400, 401, 404],
  },
  {
    name: "unblockWorker",
    endpoint: "unblock",
    run: (client, options) => client.unblockWorker("abc-def-123", options),
    url: "/api/workers/unblock/",
    sent: { worker_id: "abc-def-123" },
    success: 200,
    answer: referenceAnswers.unblock,
    result: { workerId: "12345", message: "Worker unblocked successfully" },
    statuses: [400, 401, 404],
  },
  {
    name: "listBlockedWorkers",
    endpoint: "blocked",
    run: (client, options) => client.listBlockedWorkers(options),
    url: "/api/workers/blocked/",
    sent: null,
    success: 200,
    answer: referenceAnswers.blocked,
    result: [{ workerId: "12345", workerName: "WorkerName", blockedAt: "2025-01-15T10:30:00.000Z" }],
    statuses: [401],
  },
  ...prefilledKinds.map(
    (kind): ReferenceCall => ({
      name: `orderPrefilled ${kind}`,
      endpoint: "order",
      run: (client, options) =>
        client.orderPrefilled(kind, { ...order, countries: ["US", "CA"], language: "en" }, options),
      url: `/api/jobs/${kind}/`,
      sent: { ...referenceOrder(), countries: ["US", "CA"], language: "en" },
      success: 201,
      answer: referenceAnswers.order,
      result: { jobId: campaignId, totalCost: "2.50", message: "Job created successfully" },
      statuses: [400, 401],
    }),
  ),
];

function referenceOrder() {
  return { link: order.link, quantity: 50, approve_once_full: true };
}
