import { expect, test } from "vitest";
import { prefilledKinds } from "@/sandbox/endpoint-names";
import { openSandbox } from "@/sandbox/open-sandbox";

const job = {
  title: "Test Job",
  description: "Do a thing",
  pay_rate: "5.00",
  total_availabilities: "10",
  proof_required_description: "A screenshot",
  category: "Survey",
};

function form(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}

test("jobs/add charges the cost and a commission, and the job is listed", async () => {
  const sandbox = await openSandbox();
  const data = form({ ...job, countries: '["US","CA"]', approve_once_full: "true" });
  data.set("campaign_image", new Blob([new Uint8Array([1, 2, 3])], { type: "image/png" }), "picture.png");
  const made = await sandbox.post("/jobs/add", data);
  expect(made.status).toBe(201);
  expect(made.body).toEqual({
    success: true,
    message: "Job created successfully",
    job: {
      public_id: expect.any(String),
      title: "Test Job",
      status: "Active",
      pay_rate: "5.00",
      total_availabilities: 10,
    },
    deduction_details: {
      total_cost: "50.00",
      commission: "5.00",
      total_deducted: "55.00",
      new_balance: "945.00",
    },
  });
  const detail = await sandbox.get(`/api/campaigns/detail/${made.body.job.public_id}/`);
  expect(detail.body).toMatchObject({ jobTitle: "Test Job", jobLocation: "US,CA" });
  const { body } = await sandbox.control("GET", "record");
  expect(body.effects[0]).toMatchObject({
    kind: "job",
    endpoint: "jobs-add",
    charged: "55.00",
    fields: { category: "Survey" },
  });
  expect(body.effects[0].parts.at(-1)).toMatchObject({
    name: "campaign_image",
    as: "file",
    filename: "picture.png",
    bytes: 3,
  });
});

test("text parts with a file name, an empty one and none are all text (contradiction 5)", async () => {
  const sandbox = await openSandbox();
  const disposition = [
    "",
    '; filename="title.txt"',
    '; filename=""',
    '; filename="null"',
    "",
    '; filename="c"',
  ];
  const parts = Object.entries(job).map(
    ([name, value], index) =>
      `--B\r\nContent-Disposition: form-data; name="${name}"${disposition[index]}\r\n\r\n${value}\r\n`,
  );
  const response = await fetch(`${sandbox.address}/jobs/add`, {
    method: "POST",
    headers: { "x-api-key": sandbox.key, "content-type": "multipart/form-data; boundary=B" },
    body: `${parts.join("")}--B--\r\n`,
  });
  expect(response.status).toBe(201);
  const { body } = await sandbox.control("GET", "record");
  const received = body.effects[0].parts.map(({ as, filename }: { as: string; filename: string | null }) => [
    as,
    filename,
  ]);
  expect(received).toContainEqual(["file", "title.txt"]);
  expect(received).toContainEqual(["file", "null"]);
  expect(received).toContainEqual(["field", null]);
  expect(body.effects[0].fields).toEqual(job);
});

test.each([
  ["no title", { ...job, title: "" }, 400],
  ["pay of zero", { ...job, pay_rate: "0.00" }, 400],
  ["pay that is no number", { ...job, pay_rate: "1e3" }, 400],
  ["no places", { ...job, total_availabilities: "0" }, 400],
  ["countries that are no list", { ...job, countries: "US,CA" }, 400],
  ["more than the balance", { ...job, pay_rate: "95.00" }, 400],
  ["an illegitimate description", { ...job, description: "Send me your password" }, 403],
])("jobs/add refuses %s and charges nothing", async (_case, fields, status) => {
  const sandbox = await openSandbox();
  const refused = await sandbox.post("/jobs/add", form(fields));
  expect(refused).toMatchObject({ status, body: { error: expect.stringMatching(/\w/) } });
  expect(await sandbox.balance()).toBe("1000.00");
});

test("jobs/add refuses bodies that are not well-formed multipart", async () => {
  const sandbox = await openSandbox();
  expect((await sandbox.post("/jobs/add", job)).status).toBe(400);
  const headers = { "x-api-key": sandbox.key, "content-type": "multipart/form-data; boundary=B" };
  const broken = await fetch(`${sandbox.address}/jobs/add`, { method: "POST", headers, body: "--B\r\nhalf" });
  expect(broken.status).toBe(400);
});

test.each(Object.keys(prefilledKinds))(
  "%s costs $0.05 each and approves when full by default",
  async (kind) => {
    const sandbox = await openSandbox();
    const made = await sandbox.post(`/api/jobs/${kind}/`, { link: "https://example.com/abc", quantity: 50 });
    expect(made).toMatchObject({
      status: 201,
      body: {
        success: true,
        message: "Job created successfully",
        job_id: expect.any(String),
        total_cost: "2.50",
      },
    });
    expect(await sandbox.balance()).toBe("997.50");
    const campaigns = await sandbox.control("GET", "campaigns");
    const campaign = campaigns.body.find(({ id }: { id: string }) => id === made.body.job_id);
    expect(campaign).toMatchObject({ approveOnceFull: true, total: 50, pay: "0.05" });
  },
);

test.each([
  [{ quantity: 6 }],
  [{ link: "not a link", quantity: 6 }],
  [{ link: "https://example.com", quantity: 5 }],
  [{ link: "https://example.com", quantity: 6.5 }],
  [{ link: "https://example.com", quantity: 30_000 }],
  [{ link: "https://example.com", quantity: 6, countries: "US" }],
])("prefilled refuses %j with 400", async (order) => {
  const sandbox = await openSandbox();
  expect((await sandbox.post("/api/jobs/youtube-likes/", order)).status).toBe(400);
  expect(await sandbox.balance()).toBe("1000.00");
});
