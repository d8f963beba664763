import { FormData } from "undici";
import type { NewJob, PrefilledOrder } from "@/lib/marketplace/types";

/**
 * A worker id as the vendor wants it: an all-digits id as a JSON number, any other as a string (rapidworkers-api,
 * contradiction 3). Digits that a number would change ("007", beyond 2^53) stay a string.
 */
export function wireWorkerId(workerId: string): number | string {
  const number = /^\d+$/.test(workerId) ? Number(workerId) : Number.NaN;
  return Number.isSafeInteger(number) && String(number) === workerId ? number : workerId;
}

/** The form of `/jobs/add`: countries as a JSON array in one field and left out for all countries, booleans as words. */
export function jobForm(job: NewJob): FormData {
  const form = new FormData();
  form.set("title", job.title);
  form.set("description", job.description);
  form.set("pay_rate", job.payRate);
  form.set("total_availabilities", String(job.totalAvailabilities));
  form.set("proof_required_description", job.proofRequired);
  form.set("category", job.category);
  if (job.subCategory !== undefined) form.set("sub_category", job.subCategory);
  if (job.countries?.length) form.set("countries", JSON.stringify(job.countries));
  form.set("approve_once_full", job.approveOnceFull ? "true" : "false");
  if (job.image) {
    const { bytes, contentType, fileName } = job.image;
    // The copy gives Blob a buffer that is surely not shared, as its type demands.
    form.set("campaign_image", new Blob([new Uint8Array(bytes)], { type: contentType }), fileName);
  }
  return form;
}

/** The body of a prefilled order; `approve_once_full` always stands in it. */
export function orderBody(order: PrefilledOrder): Record<string, unknown> {
  return {
    link: order.link,
    quantity: order.quantity,
    countries: order.countries?.length ? order.countries : undefined,
    language: order.language,
    approve_once_full: order.approveOnceFull,
  };
}
