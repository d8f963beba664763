// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { NextIntlClientProvider } from "next-intl";
import { afterEach, describe, expect, it, vi } from "vitest";
import { BulkBar, type BulkBarProps } from "@/components/submissions/bulk-bar";
import { TooltipProvider } from "@/components/ui/tooltip";
import { MESSAGES } from "@/lib/i18n/messages";
import { parseMoney } from "@/lib/money";

afterEach(cleanup);

function show(given: Partial<BulkBarProps> = {}) {
  const props: BulkBarProps = {
    figures: { count: 312, cost: parseMoney("780"), requests: 312, withSweep: 4 },
    offers: [],
    trouble: null,
    tooMany: false,
    pending: false,
    reasonsOpen: false,
    onReasonsOpen: vi.fn(),
    onApprove: vi.fn(),
    onReject: vi.fn(),
    onClear: vi.fn(),
    ...given,
  };
  render(
    <NextIntlClientProvider locale="en" messages={MESSAGES.en} timeZone="UTC">
      <TooltipProvider>
        <BulkBar {...props} />
      </TooltipProvider>
    </NextIntlClientProvider>,
  );
  return props;
}

const button = (name: string) => screen.getByRole<HTMLButtonElement>("button", { name });

describe("the bulk bar", () => {
  it("says how many, what it costs, and the requests with and without a sweep", () => {
    show();
    expect(screen.getByRole("status").textContent).toBe("312 selected·$780.00·312 requests (4 with a sweep)");
  });

  it("leaves the sweep out where none is possible", () => {
    show({ figures: { count: 1, cost: parseMoney("2.5"), requests: 1, withSweep: null } });
    expect(screen.getByRole("status").textContent).toBe("1 selected·$2.50·1 request");
  });

  it("rejects all of it with the one reason that is picked", async () => {
    const { onReject } = show({ reasonsOpen: true });
    await userEvent.keyboard("2");
    expect(onReject).toHaveBeenCalledExactlyOnceWith(
      "The proof cannot be read. Please hand in a clear, complete screenshot.",
    );
  });

  it.each([
    ["while it is counted", { figures: null }],
    [
      "when nothing is left of it",
      { figures: { count: 0, cost: parseMoney("0"), requests: 0, withSweep: null } },
    ],
    ["when it is too much for one call", { tooMany: true }],
  ])("decides nothing %s", async (_, given) => {
    const { onApprove } = show(given);
    expect([button("Approve selected").disabled, button("Reject selected").disabled]).toEqual([true, true]);
    await userEvent.click(button("Approve selected"));
    expect(onApprove).not.toHaveBeenCalled();
  });
});
