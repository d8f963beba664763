// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { NextIntlClientProvider } from "next-intl";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ActionBar, type ActionBarProps } from "@/components/review/action-bar";
import { TooltipProvider } from "@/components/ui/tooltip";
import { MESSAGES } from "@/lib/i18n/messages";

afterEach(cleanup);

function show(given: Partial<ActionBarProps> = {}, locale: "en" | "zh-CN" = "en") {
  const props: ActionBarProps = {
    mayDecide: true,
    open: true,
    pay: "2.5",
    canUndo: false,
    reasonsOpen: false,
    draft: "",
    onApprove: vi.fn(),
    onReject: vi.fn(),
    onReasonsOpen: vi.fn(),
    onReasonsClosed: vi.fn(),
    onDraft: vi.fn(),
    onUndo: vi.fn(),
    onStep: vi.fn(),
    ...given,
  };
  render(
    <NextIntlClientProvider locale={locale} messages={MESSAGES[locale]} timeZone="UTC">
      <TooltipProvider>
        <ActionBar {...props} />
      </TooltipProvider>
    </NextIntlClientProvider>,
  );
  return props;
}

describe("the buttons of review", () => {
  it("have the names that stay, whatever stands beside them", () => {
    show();
    for (const name of ["Approve", "Reject", "Undo"])
      expect(screen.getAllByRole("button", { name })).toHaveLength(1);
    expect(screen.getByRole("button", { name: "Approve" }).textContent).toContain("$2.50");
  });

  it("do not decide for somebody who may only look", () => {
    show({ mayDecide: false });
    for (const name of ["Approve", "Reject", "Undo"])
      expect(screen.queryByRole("button", { name })).toBeNull();
    expect(screen.getByRole("button", { name: "Next" })).toBeDefined();
  });
});

describe("the reasons", () => {
  it("are sent with one key, in English also for a Chinese reader", async () => {
    const { onReject } = show({ reasonsOpen: true }, "zh-CN");
    await userEvent.keyboard("6");
    expect(onReject).toHaveBeenCalledExactlyOnceWith("The proof does not show that the task was done.");
  });

  it("can be edited first: then numbers are text and Enter sends", async () => {
    const { onReject, onDraft } = show({ reasonsOpen: true, draft: "See step " });
    await userEvent.click(screen.getByRole("textbox"));
    await userEvent.keyboard("2");
    expect(onDraft).toHaveBeenLastCalledWith("See step 2");
    expect(onReject).not.toHaveBeenCalled();
    await userEvent.keyboard("{Enter}");
    expect(onReject).toHaveBeenCalledExactlyOnceWith("See step");
  });

  it("are never sent empty", async () => {
    const { onReject } = show({ reasonsOpen: true, draft: "  " });
    await userEvent.click(screen.getByRole("textbox"));
    await userEvent.keyboard("{Enter}");
    expect(onReject).not.toHaveBeenCalled();
  });
});
