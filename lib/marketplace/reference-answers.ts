/** For tests: the success bodies as the vendor's reference shows them. */

export const campaignId = "123e4567-e89b-12d3-a456-426614174000";

export const referenceCampaign = {
  jobId: campaignId,
  jobTitle: "Complete a Survey",
  jobCategory: "Survey",
  jobPay: "2.50",
  jobLocation: "In",
  jobCreatedAt: "2025-01-15T10:30:00Z",
  jobStatus: "Active",
  jobInstancesCompleted: 45,
  jobTotalAvailabilities: 100,
  jobSuccessRate: "40%",
  description: "Fill out our customer satisfaction survey",
  canceled: false,
  remainingAvailabilities: 55,
  pendingSubmissions: 12,
  approvedSubmissions: 40,
  rejectedSubmissions: 5,
};

export const referenceSubmission = {
  submissionId: 123,
  userId: "abc-def-123",
  userName: "WorkerName",
  userAvatar: "https://img.example/avatar.png",
  campaignId,
  campaignTitle: "Complete a Survey",
  status: "Pending",
  country_name: "United States",
  submittedAt: "2025-01-16T14:30:00Z",
  proof_text: "Completed the survey as requested",
  images: [
    { id: "img_1", url: "https://img.example/1.png", thumbnailUrl: "https://img.example/1-small.png" },
  ],
  notes: null,
  workerAccountAgeDays: 120,
  workerApprovalRate: "85%",
  workerTotalCompleted: 47,
};

export const referencePagination = { totalCount: 45, pageCount: 1, currentPage: 1, rowsPerPage: 1000 };

/** The example body of each endpoint. */
export const referenceAnswers = {
  "jobs-add": {
    success: true,
    message: "Job created successfully",
    job: {
      public_id: campaignId,
      title: "Test Job",
      status: "Active",
      pay_rate: "5.00",
      total_availabilities: 10,
    },
    deduction_details: {
      total_cost: "50.00",
      commission: "5.00",
      total_deducted: "55.00",
      new_balance: "945.00",
    },
  },
  balance: { balance: "1000.00" },
  approve: {
    success: true,
    message: "Submission approved successfully",
    submission: { id: 123, user: "worker_username", status: "Approved", amount_paid: "5.00" },
  },
  reject: {
    success: true,
    message: "Submission rejected",
    submission: { id: 123, user: "worker_username", status: "Rejected", notes: "Does not meet requirements" },
  },
  bulk: {
    success: true,
    message: "All submissions approved successfully.",
    submissions: [{ id: 123, status: "Approved", user: "worker1" }],
  },
  campaigns: [referenceCampaign],
  campaign: referenceCampaign,
  submissions: {
    count: 45,
    next: null,
    previous: null,
    results: { submissions: [referenceSubmission], pagination: referencePagination },
  },
  block: { success: true, message: "Worker blocked successfully", worker_id: 12345 },
  unblock: { success: true, message: "Worker unblocked successfully", worker_id: 12345 },
  blocked: [{ worker_id: 12345, worker_name: "WorkerName", blocked_at: "2025-01-15T10:30:00Z" }],
  order: {
    success: true,
    message: "Job created successfully",
    job_id: campaignId,
    total_cost: "2.50",
  },
};

/** An object graph with every field name spelled in snake_case, or in camelCase. */
export function respelled(value: unknown, spelling: "snake" | "camel"): unknown {
  if (Array.isArray(value)) return value.map((item) => respelled(item, spelling));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      spelling === "snake"
        ? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
        : name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      respelled(item, spelling),
    ]),
  );
}
