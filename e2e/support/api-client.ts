import { randomUUID } from "node:crypto";

/** A person's session from a program, as next-auth defines the sign-in (contract, "Signing in from a program"). */
export async function signIn(address: string, person: { email: string; password: string }) {
  const jar = new Map<string, string>();
  const keep = (response: Response) => {
    for (const line of response.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      const at = pair.indexOf("=");
      jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  };
  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
  const { csrfToken } = (await keep(await fetch(`${address}/api/auth/csrf`)).json()) as { csrfToken: string };
  const answer = keep(
    await fetch(`${address}/api/auth/callback/credentials`, {
      method: "POST",
      redirect: "manual",
      headers: { "content-type": "application/x-www-form-urlencoded", cookie: cookie(), origin: address },
      body: new URLSearchParams({ csrfToken, ...person, json: "true" }),
    }),
  );
  if (![...jar.keys()].some((name) => name.endsWith("session-token")))
    throw new Error(`sign-in was refused: ${answer.status} ${await answer.text()}`);

  const call = async <T>(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: T }> => {
    const response = await fetch(`${address}${path}`, {
      method,
      headers: {
        cookie: cookie(),
        origin: address,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as T };
  };
  return {
    cookie,
    /** For a browser that is to be this person. */
    cookies: () => [...jar].map(([name, value]) => ({ name, value, url: address })),
    get: <T>(path: string) => call<T>("GET", path),
    post: <T>(path: string, body?: unknown) => call<T>("POST", path, body),
    decide: <T>(
      items: { campaignId: string; submissionId: number; verdict: string; notes?: string }[],
      idempotencyKey: string = randomUUID(),
    ) => call<T>("POST", "/api/decisions", { idempotencyKey, items }),
  };
}

export type ApiClient = Awaited<ReturnType<typeof signIn>>;
