import { expect, test } from "vitest";
import { addresses } from "@/lib/commands/addresses";

test.each([
  ["127.0.0.1", 3000, undefined, "http://localhost:3000"],
  ["::1", 3000, undefined, "http://localhost:3000"],
  ["127.0.0.1", 80, "http://localhost", "http://localhost"],
  ["desk.lan", 8080, "http://desk.lan:8080", "http://desk.lan:8080"],
])("listening on %s:%i with NEXTAUTH_URL %s, one address says all", (host, port, nextauthUrl, address) => {
  expect(addresses({ host, port, nextauthUrl })).toEqual({
    address,
    ready: [`Proofdesk is ready at ${address}`],
  });
});

test.each([
  ["127.0.0.1", "https://desk.example", "http://localhost:3000", "https://desk.example"],
  ["0.0.0.0", undefined, "http://0.0.0.0:3000", "http://localhost:3000"],
  ["::", undefined, "http://[::]:3000", "http://localhost:3000"],
  ["192.0.2.7", "http://desk.lan:3000", "http://192.0.2.7:3000", "http://desk.lan:3000"],
  ["127.0.0.1", "http://localhost:4000", "http://localhost:3000", "http://localhost:4000"],
])("listening on %s with NEXTAUTH_URL %s, both are said", (host, nextauthUrl, listening, address) => {
  expect(addresses({ host, port: 3000, nextauthUrl })).toEqual({
    address,
    ready: [
      `Proofdesk is ready at ${address}`,
      `It listens on ${listening}; changes are accepted from ${address} only (NEXTAUTH_URL).`,
    ],
  });
});
