import { createServer, get } from "node:http";
import { expect, test } from "vitest";
import { callerAddress, callerNetwork, stampCallerAddress } from "@/lib/team/caller-address";

/** What a real server over loopback stamps on a request with these headers. */
async function stamped(headers: Record<string, string>, trustedProxies?: number): Promise<string | null> {
  const server = createServer((request, response) => {
    stampCallerAddress(request, trustedProxies);
    response.end(JSON.stringify(callerAddress(request.headers)));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  try {
    return await new Promise((resolve, reject) => {
      get({ port: address.port, host: "127.0.0.1", headers }, (response) => {
        response
          .setEncoding("utf8")
          .once("data", (text: string) => resolve(JSON.parse(text) as string | null));
      }).once("error", reject);
    });
  } finally {
    server.close();
  }
}

test("the address is the socket's, whatever the caller claims", async () => {
  expect(await stamped({})).toBe("127.0.0.1");
  expect(await stamped({ "x-forwarded-for": "192.0.2.1", "x-proofdesk-caller": "192.0.2.2" })).toBe(
    "127.0.0.1",
  );
});

test("behind proxies of our own it is what the outermost of them saw, and no claim before that", async () => {
  const chain = { "x-forwarded-for": "203.0.113.66, 192.0.2.1, ::ffff:10.0.0.1" };
  expect(await stamped(chain, 1)).toBe("10.0.0.1");
  expect(await stamped(chain, 2)).toBe("192.0.2.1");
  expect(await stamped(chain, 4)).toBe("127.0.0.1");
  expect(await stamped({ "x-forwarded-for": "unknown" }, 1)).toBe("127.0.0.1");
  expect(await stamped({}, 1)).toBe("127.0.0.1");
});

test("an address that is none is not known", () => {
  expect(callerAddress(new Headers())).toBeNull();
  expect(callerAddress({ "x-proofdesk-caller": "localhost" })).toBeNull();
  expect(callerAddress(new Headers({ "x-proofdesk-caller": "fe80::1%eth0" }))).toBe("fe80::1");
});

test("one network counts as one caller", () => {
  expect(callerNetwork("192.0.2.1")).toBe("192.0.2.1");
  expect(callerNetwork("::ffff:192.0.2.1")).toBe("192.0.2.1");
  expect(callerNetwork("2001:db8:1:2:aaaa::1")).toBe(callerNetwork("2001:db8:1:2:bbbb::2"));
  expect(callerNetwork("2001:db8:1:2::1")).not.toBe(callerNetwork("2001:db8:1:3::1"));
});
