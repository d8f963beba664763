// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import { NextIntlClientProvider } from "next-intl";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { freshKey, openOutbox } from "@/components/review/outbox";
import { OutboxKeeper } from "@/components/review/outbox-keeper";
import { aDecision } from "@/components/review/testing";
import { Toaster } from "@/components/ui/toaster";
import { sendDecision, undoDecision } from "@/lib/decisions/queries";
import { ApiError } from "@/lib/http/client";
import { MESSAGES } from "@/lib/i18n/messages";

vi.mock("next/navigation", () => ({ usePathname: () => "/campaigns" }));
vi.mock("@/lib/decisions/queries", () => ({ sendDecision: vi.fn(), undoDecision: vi.fn() }));

const problem = (status: number, code: string) =>
  new ApiError({ type: "", title: "", status, detail: "Their words.", code, requestId: "r" });
const item = { campaignId: "c1", submissionId: 7, verdict: "approve" } as const;

beforeEach(() => localStorage.clear());
afterEach(cleanup);

function keepWith(undo: boolean) {
  openOutbox(localStorage, "ana").put({
    idempotencyKey: freshKey(),
    item,
    pressedAt: 1,
    attempted: true,
    undo,
  });
  render(
    <NextIntlClientProvider locale="zh-CN" messages={MESSAGES["zh-CN"]} timeZone="UTC">
      <OutboxKeeper personId="ana" />
      <Toaster label="messages" />
    </NextIntlClientProvider>,
  );
}

describe("what waits while another page is open", () => {
  it("tells that an undo came too late", async () => {
    vi.mocked(sendDecision).mockResolvedValue({ ...aDecision({ submissionId: 7 }), status: 202 });
    vi.mocked(undoDecision).mockRejectedValue(problem(409, "too_late"));
    keepWith(true);
    expect(await screen.findByText("#7 通过：无法收回")).toBeDefined();
    expect(screen.getByText(MESSAGES["zh-CN"].problems.too_late)).toBeDefined();
  });

  it("tells that somebody was first", async () => {
    vi.mocked(sendDecision).mockResolvedValue({
      campaignId: "c1",
      submissionId: 7,
      status: 409,
      code: "already_decided",
      message: "Their words.",
      decision: null,
    });
    keepWith(false);
    expect(await screen.findByText("#7 通过：未采纳")).toBeDefined();
  });

  it("tells what the desk refused, in its own words where it has no others", async () => {
    vi.mocked(sendDecision).mockRejectedValue(problem(422, "of_tomorrow"));
    keepWith(false);
    expect(await screen.findByText("Their words.")).toBeDefined();
  });
});
