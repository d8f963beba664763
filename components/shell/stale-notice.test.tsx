// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import { NextIntlClientProvider } from "next-intl";
import { afterEach, describe, expect, it, vi } from "vitest";
import { StaleNotice, Unreadable } from "@/components/shell/stale-notice";
import { TooltipProvider } from "@/components/ui/tooltip";
import { ApiError } from "@/lib/http/client";
import { MESSAGES } from "@/lib/i18n/messages";

vi.mock("next/navigation", () => ({ usePathname: () => "/campaigns/c1" }));
afterEach(cleanup);

const problem = (status: number, code: string) =>
  new ApiError({ type: "", title: "", status, detail: "Their words.", code, requestId: "r" });

describe.each([
  ["what is shown of before", (error: Error) => <StaleNotice {...failed(error)} readAt={0} />],
  ["nothing to show", (error: Error) => <Unreadable {...failed(error)} title="Failed" />],
])("a read that failed, with %s", (_, notice) => {
  const show = (error: Error) =>
    render(
      <NextIntlClientProvider locale="en" messages={MESSAGES.en} timeZone="UTC" now={new Date(0)}>
        <TooltipProvider>{notice(error)}</TooltipProvider>
      </NextIntlClientProvider>,
    );

  it("leads to the sign-in and back when the session has ended", () => {
    show(problem(401, "not_signed_in"));
    const link = screen.getByRole("link", { name: "Sign in again" });
    expect(link.getAttribute("href")).toBe("/login?callbackUrl=%2Fcampaigns%2Fc1");
    expect(screen.queryByRole("button", { name: "Try again" })).toBeNull();
  });

  it("offers to try again otherwise", () => {
    show(problem(503, "database_unreachable"));
    expect(screen.getByRole("button", { name: "Try again" })).toBeDefined();
  });
});

const failed = (error: Error) => ({ error, retrying: false, onRetry: () => undefined });
