import { onTestFinished } from "vitest";
import { type SandboxOptions, startSandbox } from "@/sandbox/server";

/** A sandbox on a free port for one test, with short ways to call it over real HTTP. */
export async function openSandbox(options: SandboxOptions = {}) {
  const sandbox = await startSandbox({ now: new Date("2025-06-01T12:00:00Z"), ...options });
  onTestFinished(() => sandbox.close());
  const send = async (method: string, path: string, body?: unknown, key: string | null = sandbox.key) => {
    const headers: Record<string, string> = key === null ? {} : { "x-api-key": key };
    if (body !== undefined && !(body instanceof FormData)) headers["content-type"] = "application/json";
    const payload = body === undefined || body instanceof FormData ? body : JSON.stringify(body);
    const response = await fetch(sandbox.address + path, { method, headers, body: payload });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  return {
    ...sandbox,
    get: (path: string) => send("GET", path),
    post: (path: string, body: unknown = {}, key?: string | null) => send("POST", path, body, key),
    control: (method: string, path: string, body?: unknown) => send(method, `/__sandbox/${path}`, body, null),
    /** Makes a campaign and returns its id, its submissions' ids (decided ones first) and its API path. */
    campaign: async (fields: Record<string, unknown>) => {
      const made = await send("POST", "/__sandbox/campaigns", fields, null);
      const id: string = made.body.id;
      const submissionIds: number[] = made.body.submissionIds;
      return { id, submissionIds, path: `/api/campaigns/${id}/submissions/` };
    },
    balance: async (): Promise<string> => (await send("POST", "/account/get_balance", {})).body.balance,
  };
}
