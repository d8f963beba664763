// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { NextIntlClientProvider } from "next-intl";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { firstShow, rowsShown } from "@/components/import/import-rows";
import { ImportTable } from "@/components/import/import-table";
import type { ImportRow } from "@/lib/decisions/bulk/schema";
import { MESSAGES } from "@/lib/i18n/messages";

const row = (line: number, outcome: ImportRow["outcome"], code: string | null = null): ImportRow => ({
  line,
  submissionId: 100 + line,
  worker: `Worker ${line}`,
  outcome,
  code,
  notes: outcome === "reject" ? "Not done" : null,
});
const rows = [row(2, "approve"), row(3, "refused", "no_notes"), row(4, "reject"), row(5, "skip")];

// The simulated page has no layout, and what is out of sight is not drawn: give the box a height.
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(400);
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(800);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function show(given: readonly ImportRow[]) {
  render(
    <NextIntlClientProvider locale="en" messages={MESSAGES.en} timeZone="UTC">
      <ImportTable rows={given} />
    </NextIntlClientProvider>,
  );
}
const lines = () =>
  screen
    .getAllByRole("row")
    .slice(1)
    .map((one) => one.textContent ?? "");

describe("the rows of an import", () => {
  it("begin with what is refused, each with its reason in words", async () => {
    show(rows);
    expect(lines()).toEqual([expect.stringContaining("needs a reason")]);
    await userEvent.click(screen.getByRole("button", { name: /^All/ }));
    expect(lines()).toHaveLength(4);
    await userEvent.click(screen.getByRole("button", { name: /^Decided/ }));
    expect(lines().map((line) => /Approve|Reject/.exec(line)?.[0])).toEqual(["Approve", "Reject"]);
  });

  it("are drawn only as far as they are seen", () => {
    show(Array.from({ length: 5000 }, (_, at) => row(at + 2, "approve")));
    expect(lines().length).toBeGreaterThan(5);
    expect(lines().length).toBeLessThan(60);
    expect(screen.getByRole("table").getAttribute("aria-rowcount")).toBe("5001");
  });

  it("show everything first when nothing is refused", () => {
    expect(firstShow(rows)).toBe("refused");
    expect(firstShow([row(2, "approve")])).toBe("all");
    expect(rowsShown(rows, "decided").map(({ line }) => line)).toEqual([2, 4]);
  });
});
