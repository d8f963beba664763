// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import { NextIntlClientProvider } from "next-intl";
import { afterEach, expect, it } from "vitest";
import { MostPending } from "@/components/overview/most-pending";
import { MESSAGES } from "@/lib/i18n/messages";
import type { Campaign } from "@/lib/mirror/schema";

afterEach(cleanup);

const campaign: Campaign = {
  id: "a/b?c",
  title: "Survey",
  category: "",
  status: "Active",
  pay: "2.50",
  location: "",
  createdAt: null,
  totalAvailabilities: 100,
  remainingAvailabilities: 55,
  pending: 12,
  approved: 40,
  rejected: 5,
  undecided: 12,
  oldestPendingAt: null,
  successRate: null,
  approveOnceFull: null,
  nearlyFull: false,
  sweepsAllowed: false,
  countersAt: "2026-01-03T00:00:00Z",
  syncedAt: null,
  sync: null,
};

it("leads to the campaign whatever its id is made of", () => {
  render(
    <NextIntlClientProvider locale="en" messages={MESSAGES.en} timeZone="UTC" now={new Date(0)}>
      <MostPending campaigns={[campaign]} />
    </NextIntlClientProvider>,
  );
  expect(screen.getByRole("link", { name: /Survey/ }).getAttribute("href")).toBe("/campaigns/a%2Fb%3Fc");
});
