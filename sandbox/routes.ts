import type { Endpoint } from "@/sandbox/call";
import { type EndpointName, type PrefilledKind, prefilledKinds } from "@/sandbox/endpoint-names";
import { getBalance } from "@/sandbox/endpoints/balance";
import { campaignDetail, listCampaigns } from "@/sandbox/endpoints/campaigns";
import { approveSubmission, bulkAction, rejectSubmission } from "@/sandbox/endpoints/decisions";
import { addJob } from "@/sandbox/endpoints/jobs-add";
import { prefilledOrder } from "@/sandbox/endpoints/prefilled";
import { listSubmissions } from "@/sandbox/endpoints/submissions";
import { blockWorker, listBlocked, unblockWorker } from "@/sandbox/endpoints/workers";

export type Route = { name: EndpointName; method: "GET" | "POST"; pattern: RegExp; endpoint: Endpoint };

const campaign = "/api/campaigns/([0-9a-fA-F-]{36})";

/** The 21 calls, spelled exactly as in the reference: the trailing slash belongs to the path. */
const routes: Route[] = [
  route("approve", "POST", `${campaign}/submissions/(\\d+)/approve/`, approveSubmission),
  route("reject", "POST", `${campaign}/submissions/(\\d+)/reject/`, rejectSubmission),
  route("bulk", "POST", `${campaign}/submissions/bulk_action/`, bulkAction),
  route("submissions", "GET", `${campaign}/submissions/`, listSubmissions),
  route("campaigns", "GET", "/api/campaigns/", listCampaigns),
  route("campaign", "GET", "/api/campaigns/detail/([0-9a-fA-F-]{36})/", campaignDetail),
  route("balance", "POST", "/account/get_balance", getBalance),
  route("jobs-add", "POST", "/jobs/add", addJob),
  route("block", "POST", "/api/workers/block/", blockWorker),
  route("unblock", "POST", "/api/workers/unblock/", unblockWorker),
  route("blocked", "GET", "/api/workers/blocked/", listBlocked),
  ...kinds().map((kind) => route(kind, "POST", `/api/jobs/${kind}/`, prefilledOrder(kind))),
];

function route(name: EndpointName, method: "GET" | "POST", path: string, endpoint: Endpoint): Route {
  return { name, method, pattern: new RegExp(`^${path}$`), endpoint };
}

function kinds(): PrefilledKind[] {
  return Object.keys(prefilledKinds) as PrefilledKind[];
}

/** Finds the call that a method and path name; "wrong method" where only the path fits. */
export function matchRoute(
  method: string,
  path: string,
): { route: Route; params: string[] } | "unknown path" | "wrong method" {
  let pathFits = false;
  for (const candidate of routes) {
    const match = candidate.pattern.exec(path);
    if (!match) continue;
    if (candidate.method === method) return { route: candidate, params: match.slice(1) };
    pathFits = true;
  }
  return pathFits ? "wrong method" : "unknown path";
}
