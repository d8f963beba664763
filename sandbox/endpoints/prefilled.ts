import { Decimal } from "decimal.js";
import { z } from "zod";
import { type Call, type Endpoint, jsonBody } from "@/sandbox/call";
import { type PrefilledKind, prefilledKinds } from "@/sandbox/endpoint-names";
import type { PageKind } from "@/sandbox/market/types";
import { type Reply, refusal } from "@/sandbox/reply";
import { wording } from "@/sandbox/shapes/wording";
import { createJob } from "@/sandbox/endpoints/create-job";

const pricePerJob = "0.05";
const minimumQuantity = 6;

const orderFields = z.object({
  link: z.url({ protocol: /^https?$/, error: "link must be a valid URL" }),
  quantity: z.int({ error: "quantity must be an integer" }).max(1_000_000, "quantity is too large"),
  countries: z
    .array(z.string().regex(/^[A-Z]{2}$/), { error: "countries must be a list of codes" })
    .nullish(),
  language: z.string().nullish(),
  approve_once_full: z.boolean({ error: "approve_once_full must be a boolean" }).default(true),
});

/** 12–21 · POST /api/jobs/{kind}/: 201 · 400 invalid data, insufficient balance or quantity below 6. */
export function prefilledOrder(kind: PrefilledKind): Endpoint {
  return (call: Call): Reply => {
    const body = jsonBody(call);
    if (!body.ok) return body.reply;
    const parsed = orderFields.safeParse(body.fields);
    if (!parsed.success) return refusal(400, parsed.error.issues[0]?.message ?? "Invalid data");
    const order = parsed.data;
    if (order.quantity < minimumQuantity) return refusal(400, `Minimum quantity is ${minimumQuantity}`);

    const { settings } = call.world;
    const cost = new Decimal(pricePerJob).times(order.quantity);
    const commission = settings.prefilledCommission
      ? cost.times(settings.commissionRate).toDecimalPlaces(2, Decimal.ROUND_HALF_UP)
      : new Decimal(0);
    const created = createJob(call, {
      endpoint: kind,
      charged: cost.plus(commission),
      fields: body.fields,
      parts: [],
      campaign: {
        title: prefilledKinds[kind],
        description: `${prefilledKinds[kind]}: ${order.link}`,
        category: "Social Media",
        pay: new Decimal(pricePerJob),
        total: order.quantity,
        countries: order.countries ?? [],
        approveOnceFull: settings.contradictions.prefilledAutoApprove === "always" || order.approve_once_full,
        page: pageOf(kind),
      },
    });
    if (!created.ok) return refusal(400, wording(settings, "balance"));
    return {
      status: 201,
      body: {
        success: true,
        message: "Job created successfully",
        job_id: created.campaign.id,
        total_cost: cost.toFixed(2),
      },
    };
  };
}

function pageOf(kind: PrefilledKind): PageKind {
  if (kind === "trustpilot-reviews") return "review";
  return kind.endsWith("-followers") ? "profile" : "post";
}
