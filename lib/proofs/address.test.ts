import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { isPublicAddress, readTarget } from "@/lib/proofs/address";

describe("isPublicAddress", () => {
  test.each([
    "93.184.216.34",
    "8.8.8.8",
    "1.1.1.1",
    "172.15.255.255",
    "172.32.0.1",
    "2606:4700::1111",
    "2a00:1450:4001:81b::200e",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
  ])("%s is public", (address) => expect(isPublicAddress(address)).toBe(true));

  test.each([
    ["this machine", "127.0.0.1"],
    ["this machine", "127.255.255.254"],
    ["no address", "0.0.0.0"],
    ["this network", "0.1.2.3"],
    ["private", "10.0.0.1"],
    ["private", "172.16.0.1"],
    ["private", "172.31.255.255"],
    ["private", "192.168.1.1"],
    ["link-local, cloud metadata", "169.254.169.254"],
    ["carrier NAT, Alibaba metadata", "100.100.100.200"],
    ["Azure's host agent", "168.63.129.16"],
    ["Oracle metadata", "192.0.0.192"],
    ["benchmarks", "198.18.0.1"],
    ["documentation", "203.0.113.7"],
    ["multicast", "224.0.0.1"],
    ["reserved", "240.0.0.1"],
    ["broadcast", "255.255.255.255"],
    ["6to4 relay", "192.88.99.1"],
    ["AS112", "192.31.196.1"],
    ["this machine", "::1"],
    ["no address", "::"],
    ["mapped loopback", "::ffff:127.0.0.1"],
    ["mapped loopback in hex", "::ffff:7f00:1"],
    ["mapped metadata", "::ffff:169.254.169.254"],
    ["mapped Azure", "::ffff:168.63.129.16"],
    ["IPv4-compatible loopback", "::127.0.0.1"],
    ["IPv4-compatible public", "::808:808"],
    ["translated", "::ffff:0:127.0.0.1"],
    ["NAT64 of loopback", "64:ff9b::7f00:1"],
    ["NAT64 of metadata", "64:ff9b::a9fe:a9fe"],
    ["local NAT64", "64:ff9b:1::808:808"],
    ["6to4 of loopback", "2002:7f00:1::"],
    ["6to4 of 10.0.0.1", "2002:a00:1::1"],
    ["Teredo", "2001:0:4136:e378:8000:63bf:3fff:fdd2"],
    ["unique local, AWS metadata", "fd00:ec2::254"],
    ["link-local", "fe80::1"],
    ["link-local with a zone", "fe80::1%eth0"],
    ["site-local", "fec0::1"],
    ["multicast", "ff02::1"],
    ["documentation", "2001:db8::1"],
    ["documentation", "3fff::1"],
    ["discard", "100::1"],
    ["segment routing", "5f00::1"],
    ["not given out", "4000::1"],
    ["no IP address", "example.com"],
    ["nothing", ""],
    ["not canonical", "0x7f.1"],
    ["not canonical", "2130706433"],
  ])("%s: %s is not", (_why, address) => expect(isPublicAddress(address)).toBe(false));

  it("judges an IPv4 address the same wherever it is carried", () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        const verdict = isPublicAddress(address);
        expect(isPublicAddress(`::ffff:${address}`)).toBe(verdict);
        expect(isPublicAddress(`64:ff9b::${address}`)).toBe(verdict);
      }),
    );
  });
});

describe("readTarget", () => {
  test.each([
    "http://127.0.0.1/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://0x7f000001/",
    "http://017700000001/",
    "http://127.1/",
    "http://127.0.0.1./",
    "http://0/",
    "http://0x0/",
    "http://①②⑦.⓪.⓪.①/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::]/",
    "http://169.254.169.254/latest/meta-data/",
    "http://2852039166/",
    "http://localhost/",
    "http://LOCALHOST/",
    "http://localhost./",
    "http://a.localhost/",
    "http:127.0.0.1",
    "http:\\\\127.0.0.1\\",
    "http://93.184.216.34@127.0.0.1/",
  ])("refuses %s", (address) => expect(readTarget(address, [])).toBeUndefined());

  test.each([
    "https://user:secret@example.com/a.png",
    "https://user@example.com/a.png",
    "https://example.com:8443/a.png",
    "http://example.com:22/",
    "ftp://example.com/a.png",
    "file:///etc/passwd",
    "data:image/png;base64,AAAA",
    "javascript:alert(1)",
    "gopher://example.com/",
    "//example.com/a.png",
    "not an address",
    "",
    "http://[fe80::1%25eth0]/",
  ])("refuses %s", (address) => expect(readTarget(address, [])).toBeUndefined());

  test.each([
    ["https://example.com/a.png?x=1", "example.com", false],
    ["http://example.com:443/a.png", "example.com", false],
    ["https://93.184.216.34/a.png", "93.184.216.34", true],
    ["https://[2606:4700::1111]/a.png", "2606:4700::1111", true],
  ])("takes %s", (address, host, literal) =>
    expect(readTarget(address, [])).toMatchObject({ host, literal, trusted: false }),
  );

  test.each([
    ["127.0.0.1:4010", "http://127.0.0.1:4010/a.png"],
    ["127.0.0.1:4010", "http://2130706433:4010/a.png"],
    ["[::1]:4010", "http://[0:0::1]:4010/a.png"],
    ["Sandbox:80", "http://sandbox/a.png"],
    ["localhost:443", "https://localhost/a.png"],
  ])("trusts %s for %s", (entry, address) =>
    expect(readTarget(address, ["other:1", entry])).toMatchObject({ trusted: true }),
  );

  test.each([
    ["127.0.0.1:4010", "http://127.0.0.1:4011/a.png"],
    ["127.0.0.1:4010", "http://127.0.0.1/a.png"],
    ["localhost:80", "https://localhost/a.png"],
    ["localhost:99999", "http://localhost/a.png"],
    ["127.0.0.1:4010", "http://name@127.0.0.1:4010/a.png"],
    ["127.0.0.1:4010", "ftp://127.0.0.1:4010/a.png"],
  ])("does not trust %s for %s", (entry, address) => expect(readTarget(address, [entry])).toBeUndefined());

  it("never lets an IPv4 address through that is not public, however it is written", () => {
    const spelling = fc.constantFrom(
      (n: number) => String(n),
      (n: number) => `0x${n.toString(16)}`,
      (n: number) => `0${n.toString(8)}`,
      (n: number) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255].join("."),
      (n: number) => `0x${(n >>> 24).toString(16)}.${n & 0xffffff}`,
      (n: number) => `[::ffff:${(n >>> 16).toString(16)}:${(n & 0xffff).toString(16)}]`,
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffffff }), spelling, (number, spell) => {
        const plain = [number >>> 24, (number >>> 16) & 255, (number >>> 8) & 255, number & 255].join(".");
        expect(readTarget(`http://${spell(number)}/`, []) !== undefined).toBe(isPublicAddress(plain));
      }),
      { numRuns: 2_000 },
    );
  });
});
