import { afterAll, beforeAll, expect, test } from "vitest";
import { GET, POST } from "@/app/api/setup/route";
import { testDesk, signedIn, TEST_ORIGIN } from "@/e2e/support/test-desk";

let desk: Awaited<ReturnType<typeof testDesk>>;
beforeAll(async () => {
  // Nothing listens there: a request to the vendor would answer 504.
  desk = await testDesk({ RAPIDWORKERS_API_URL: "http://127.0.0.1:9" });
});
afterAll(() => desk.close());

const segment = { params: Promise.resolve({}) };
const state = async () => (await GET(new Request(`${TEST_ORIGIN}/api/setup`), segment)).json();
const OWNER = {
  email: "Owner@desk.test",
  name: "Ana",
  password: "a sentence to remember",
  accountKey: "rw_live_0123",
};
const post = async (body: unknown, type = "application/json") => {
  const headers = { "content-type": type };
  const request = new Request(`${TEST_ORIGIN}/api/setup`, {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  });
  const response = await POST(request, segment);
  const problem = (await response.json()) as { code: string; errors?: Record<string, string[]> };
  return {
    status: response.status,
    code: problem.code,
    errors: Object.keys(problem.errors ?? {}).toSorted(),
  };
};

test("fields that cannot be are told one by one, and the vendor is not asked", async () => {
  const bad = { email: "nobody", name: " ", password: "short", accountKey: "with space" };
  const all = ["accountKey", "email", "name", "password"];
  expect(await post(bad)).toEqual({ status: 422, code: "not_valid", errors: all });
  expect(await post({ ...OWNER, password: "x".repeat(201) })).toMatchObject({
    status: 422,
    errors: ["password"],
  });
});

test("a foreign page's form is not taken", async () => {
  expect(await post(OWNER, "text/plain")).toMatchObject({ status: 415 });
});

test("a vendor that does not answer is said to be, and the desk still waits for its owner", async () => {
  expect(await post(OWNER)).toMatchObject({ status: 504, code: "vendor_unreachable" });
  expect(await state()).toEqual({ needed: true });
});

test("closed as soon as anybody exists", async () => {
  await signedIn("viewer");
  expect(await state()).toEqual({ needed: false });
  expect(await post(OWNER)).toMatchObject({ status: 409, code: "already_set_up" });
});
