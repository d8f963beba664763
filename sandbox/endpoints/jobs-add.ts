import { Decimal } from "decimal.js";
import { z } from "zod";
import type { Call } from "@/sandbox/call";
import { type Reply, refusal } from "@/sandbox/reply";
import { wording } from "@/sandbox/shapes/wording";
import { createJob } from "@/sandbox/endpoints/create-job";
import { type MultipartForm, readMultipart } from "@/sandbox/endpoints/multipart";

/** Words that make the simulated legitimacy check answer 403. */
const forbiddenWords = /\b(passwords?|credit card|gift cards?|social security|bank login|fake id|malware)\b/i;

const required = (name: string) =>
  z
    .string({ error: `${name} is required` })
    .trim()
    .min(1, `${name} is required`);

const jobFields = z.object({
  title: required("title").pipe(z.string().max(200, "title is too long")),
  description: required("description"),
  pay_rate: required("pay_rate").regex(
    /^(?!0+(\.0+)?$)\d{1,6}(\.\d{1,2})?$/,
    "pay_rate must be a positive amount",
  ),
  total_availabilities: required("total_availabilities").regex(
    /^[1-9]\d{0,6}$/,
    "total_availabilities must be a positive integer",
  ),
  proof_required_description: required("proof_required_description"),
  category: required("category"),
  sub_category: z.string().optional(),
  countries: z.string().optional(),
  approve_once_full: z
    .string()
    .regex(/^(true|false|1|0)$/i, "approve_once_full must be a boolean")
    .optional(),
});

const countryCodes = z.array(z.string().regex(/^[A-Z]{2}$/));

/** 1 · /jobs/add: charges pay × places and a commission. 201 · 400 invalid or insufficient balance · 403 legitimacy check. */
export async function addJob(call: Call): Promise<Reply> {
  if (!/^multipart\/form-data\b/i.test(call.contentType)) {
    return refusal(400, "Content type must be multipart/form-data");
  }
  let form: MultipartForm;
  try {
    form = await readMultipart(call.contentType, call.body);
  } catch (error) {
    return refusal(400, `Invalid form data: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = jobFields.safeParse(Object.fromEntries(form.fields));
  if (!parsed.success) return refusal(400, parsed.error.issues[0]?.message ?? "Invalid data");
  const job = parsed.data;
  const countries = readCountries(job.countries);
  if (countries === null) return refusal(400, "countries must be a JSON array of ISO country codes");
  if (forbiddenWords.test([job.title, job.description, job.proof_required_description].join("\n"))) {
    return refusal(403, "Job rejected by the legitimacy check");
  }

  const { settings } = call.world;
  const pay = new Decimal(job.pay_rate);
  const total = Number(job.total_availabilities);
  const cost = pay.times(total);
  const commission = cost.times(settings.commissionRate).toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
  const created = createJob(call, {
    endpoint: "jobs-add",
    charged: cost.plus(commission),
    fields: Object.fromEntries(form.fields),
    parts: form.parts,
    campaign: {
      title: job.title,
      description: job.description,
      category: job.category,
      pay,
      total,
      countries,
      approveOnceFull: /^(true|1)$/i.test(job.approve_once_full ?? "false"),
    },
  });
  if (!created.ok) return refusal(400, wording(settings, "balance"));
  return {
    status: 201,
    body: {
      success: true,
      message: "Job created successfully",
      job: {
        public_id: created.campaign.id,
        title: created.campaign.title,
        status: created.campaign.status,
        pay_rate: pay.toFixed(2),
        total_availabilities: total,
      },
      deduction_details: {
        total_cost: cost.toFixed(2),
        commission: commission.toFixed(2),
        total_deducted: cost.plus(commission).toFixed(2),
        new_balance: call.world.market.balance.toFixed(2),
      },
    },
  };
}

function readCountries(text: string | undefined): string[] | null {
  if (text === undefined || text.trim() === "") return [];
  try {
    const parsed = countryCodes.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
}
