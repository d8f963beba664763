/** What `authorize` throws when there were too many attempts: next-auth carries an error's message in an address. */
export function tooManyAttempts(minutes: number): Error {
  return new Error(`${TOO_MANY}${minutes}`);
}

const TOO_MANY = "too_many_attempts:";

/**
 * Completes next-auth's answer where it carries `tooManyAttempts`. The address in it (a JSON `url` or a redirect)
 * becomes `/login?error=too_many_attempts&minutes=<how long to wait>`, and the JSON form answers 429 with
 * `Retry-After`. Every other answer stays as it is: a wrong e-mail or password is `error=CredentialsSignin`.
 */
export async function tellRefusal(response: Response): Promise<Response> {
  const location = response.headers.get("location");
  if (location !== null) {
    const refusal = refusalIn(location);
    if (refusal !== null) response.headers.set("location", refusal.url);
    return response;
  }
  if (response.status !== 401) return response;
  const body: unknown = await response.clone().json();
  const url = typeof body === "object" && body !== null && "url" in body ? body.url : undefined;
  const refusal = typeof url === "string" ? refusalIn(url) : null;
  if (refusal === null) return response;
  const headers = new Headers(response.headers);
  headers.set("retry-after", String(refusal.minutes * 60));
  return Response.json({ url: refusal.url }, { status: 429, headers });
}

function refusalIn(address: string): { url: string; minutes: number } | null {
  if (!URL.canParse(address)) return null;
  const { origin, searchParams } = new URL(address);
  const error = searchParams.get("error");
  if (error?.startsWith(TOO_MANY) !== true) return null;
  const minutes = Number(error.slice(TOO_MANY.length));
  if (!Number.isSafeInteger(minutes)) return null;
  return { url: `${origin}/login?error=too_many_attempts&minutes=${minutes}`, minutes };
}
