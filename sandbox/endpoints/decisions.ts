import { type Call, jsonBody } from "@/sandbox/call";
import { approve, approveAll, reject } from "@/sandbox/market/decide";
import type { Campaign, Submission } from "@/sandbox/market/types";
import { type Reply, refusal } from "@/sandbox/reply";
import { wording } from "@/sandbox/shapes/wording";
import { ownCampaign } from "@/sandbox/endpoints/own-campaign";

type Target = { campaign: Campaign; submission: Submission; fields: Record<string, unknown> };

/** 3 · approve: pays the worker. 400 already processed or insufficient funds · 403 · 404. */
export function approveSubmission(call: Call): Reply {
  return withTarget(call, ({ campaign, submission, fields }) => {
    const outcome = approve(call.world, campaign, submission, notesIn(fields), {
      request: call.request,
      via: "api",
    });
    if (!outcome.ok) return refusal(400, wording(call.world.settings, outcome.reason));
    const user = submission.worker.name;
    return {
      status: 200,
      body: {
        success: true,
        message: "Submission approved successfully",
        submission: { id: submission.id, user, status: submission.status, amount_paid: outcome.paid },
      },
    };
  });
}

/** 4 · reject: notes are required. 400 missing reason (or, with the guard on, already processed) · 403 · 404. */
export function rejectSubmission(call: Call): Reply {
  return withTarget(call, ({ campaign, submission, fields }) => {
    const notes = notesIn(fields);
    if (notes === null) return refusal(400, "Rejection reason (notes) is required");
    const outcome = reject(call.world, campaign, submission, notes, { request: call.request, via: "api" });
    if (!outcome.ok) return refusal(400, wording(call.world.settings, outcome.reason));
    const user = submission.worker.name;
    return {
      status: 200,
      body: {
        success: true,
        message: "Submission rejected",
        submission: { id: submission.id, user, status: submission.status, notes },
      },
    };
  });
}

/** 5 · bulk_action: approves every pending submission. 403 · 404 none pending · 400 when the balance is short. */
export function bulkAction(call: Call): Reply {
  const owned = ownCampaign(call);
  if (!owned.ok) return owned.reply;
  const body = jsonBody(call);
  if (!body.ok) return body.reply;
  const outcome = approveAll(call.world, owned.campaign, notesIn(body.fields), call.request);
  if (!outcome.ok) {
    if (outcome.reason === "none") return refusal(404, "No pending submissions found");
    return refusal(400, wording(call.world.settings, "funds"));
  }
  return {
    status: 200,
    body: {
      success: true,
      message: "All submissions approved successfully.",
      submissions: outcome.approved.map(({ id, status, worker }) => ({ id, status, user: worker.name })),
    },
  };
}

function withTarget(call: Call, decide: (target: Target) => Reply): Reply {
  const owned = ownCampaign(call);
  if (!owned.ok) return owned.reply;
  const submission = owned.campaign.submissions.get(Number(call.params[1]));
  if (!submission) return refusal(404, "Submission not found");
  const body = jsonBody(call);
  if (!body.ok) return body.reply;
  return decide({ campaign: owned.campaign, submission, fields: body.fields });
}

function notesIn(fields: Record<string, unknown>): string | null {
  const notes = fields["notes"];
  return typeof notes === "string" && notes.trim() !== "" ? notes : null;
}
