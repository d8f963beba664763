import { expect, it } from "vitest";
import { textOf } from "@/components/import/read-file";

it.each([
  ["plain", [0x61, 0x2c, 0x62]],
  ["UTF-8 with its mark", [0xef, 0xbb, 0xbf, 0x61, 0x2c, 0x62]],
  ["UTF-16 of a spreadsheet", [0xff, 0xfe, 0x61, 0, 0x2c, 0, 0x62, 0]],
  ["UTF-16, big end first", [0xfe, 0xff, 0, 0x61, 0, 0x2c, 0, 0x62]],
] as const)("reads %s", async (_, bytes) => {
  expect(await textOf(new Blob([new Uint8Array(bytes)]))).toBe("a,b");
});
