// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import { NextIntlClientProvider } from "next-intl";
import type { ReactNode } from "react";
import { afterEach, expect, it, vi } from "vitest";
import { SubmissionFilters } from "@/components/submissions/submission-filters";
import { MESSAGES } from "@/lib/i18n/messages";

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const show = (node: ReactNode) =>
  render(
    <NextIntlClientProvider locale="en" messages={MESSAGES.en} timeZone="UTC" now={new Date(0)}>
      {node}
    </NextIntlClientProvider>,
  );

it("writes numbers as the person's language does, not as the machine that draws them", () => {
  vi.spyOn(Number.prototype, "toLocaleString").mockReturnValue("1.234");
  show(
    <SubmissionFilters
      filter={{ status: null, search: "" }}
      campaign={{ pending: 1234, approved: 0, rejected: 0 }}
      onChange={() => undefined}
    />,
  );
  expect(screen.getByText("1,234")).toBeDefined();
});
