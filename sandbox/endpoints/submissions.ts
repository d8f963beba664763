import type { Call } from "@/sandbox/call";
import type { Submission } from "@/sandbox/market/types";
import { hashText } from "@/sandbox/random";
import { type Reply, refusal } from "@/sandbox/reply";
import { snakeNames } from "@/sandbox/shapes/spelling";
import { submissionShape } from "@/sandbox/shapes/submission";
import { ownCampaign } from "@/sandbox/endpoints/own-campaign";
import { pageLink, pageNumber } from "@/sandbox/endpoints/paging";

const statuses = ["Pending", "Approved", "Rejected"];
const mostRows = 1000;

/** 8 · the submissions of a campaign, filtered and paged. A page after the last one is empty. 400 · 403 · 404. */
export function listSubmissions(call: Call): Reply {
  const owned = ownCampaign(call);
  if (!owned.ok) return owned.reply;
  const { campaign } = owned;
  const { query, world } = call;
  const status = query.get("status");
  if (status && !statuses.includes(status)) return refusal(400, "Invalid status");
  const page = pageNumber(query.get("page"), 1);
  const asked = pageNumber(query.get("rowsPerPage"), mostRows);
  if (page === null || asked === null) return refusal(400, "Invalid page");
  const rows = Math.min(asked, mostRows);

  const search = query.get("search")?.trim().toLowerCase() ?? "";
  const found = [...campaign.submissions.values()].filter(
    (submission) =>
      (!status || submission.status === status) &&
      (search === "" || submission.worker.name.toLowerCase().includes(search)),
  );
  const ordered = inOrder(found, world.settings.contradictions.submissionOrder);
  const pageCount = Math.max(1, Math.ceil(found.length / rows));
  const path = `/api/campaigns/${campaign.id}/submissions/`;
  const pagination = { totalCount: found.length, pageCount, currentPage: page, rowsPerPage: rows };
  return {
    status: 200,
    body: {
      count: found.length,
      next: page < pageCount ? pageLink(call, path, page + 1) : null,
      previous: page > 1 ? pageLink(call, path, page - 1) : null,
      results: {
        submissions: ordered
          .slice((page - 1) * rows, page * rows)
          .map((submission) => submissionShape(campaign, submission, world.settings, call.base)),
        pagination: world.settings.contradictions.spelling === "snake" ? snakeNames(pagination) : pagination,
      },
    },
  };
}

/** The order of the list is undocumented; ids grow with time, and "shuffled" is stable from read to read. */
function inOrder(list: Submission[], order: "newest" | "oldest" | "shuffled"): Submission[] {
  if (order === "oldest") return list.toSorted((a, b) => a.id - b.id);
  if (order === "newest") return list.toSorted((a, b) => b.id - a.id);
  return list.toSorted((a, b) => hashText(String(a.id)) - hashText(String(b.id)));
}
