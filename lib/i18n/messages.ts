import enAuth from "@/lib/i18n/messages/en/auth.json";
import enBulk from "@/lib/i18n/messages/en/bulk.json";
import enCampaigns from "@/lib/i18n/messages/en/campaigns.json";
import enCommon from "@/lib/i18n/messages/en/common.json";
import enOutcomes from "@/lib/i18n/messages/en/outcomes.json";
import enOverview from "@/lib/i18n/messages/en/overview.json";
import enProblems from "@/lib/i18n/messages/en/problems.json";
import enReview from "@/lib/i18n/messages/en/review.json";
import enShell from "@/lib/i18n/messages/en/shell.json";
import zhAuth from "@/lib/i18n/messages/zh-CN/auth.json";
import zhBulk from "@/lib/i18n/messages/zh-CN/bulk.json";
import zhCampaigns from "@/lib/i18n/messages/zh-CN/campaigns.json";
import zhCommon from "@/lib/i18n/messages/zh-CN/common.json";
import zhOutcomes from "@/lib/i18n/messages/zh-CN/outcomes.json";
import zhOverview from "@/lib/i18n/messages/zh-CN/overview.json";
import zhProblems from "@/lib/i18n/messages/zh-CN/problems.json";
import zhReview from "@/lib/i18n/messages/zh-CN/review.json";
import zhShell from "@/lib/i18n/messages/zh-CN/shell.json";
import type { Locale } from "@/lib/i18n/locale";

/** Every word on screen, by namespace; a namespace is a file per language. */
const en = {
  auth: enAuth,
  bulk: enBulk,
  campaigns: enCampaigns,
  common: enCommon,
  outcomes: enOutcomes,
  overview: enOverview,
  problems: enProblems,
  review: enReview,
  shell: enShell,
};

export type Messages = typeof en;

/** The messages of each language; that they have the same keys and arguments is tested. */
export const MESSAGES: Record<Locale, Messages> = {
  en,
  "zh-CN": {
    auth: zhAuth,
    bulk: zhBulk,
    campaigns: zhCampaigns,
    common: zhCommon,
    outcomes: zhOutcomes,
    overview: zhOverview,
    problems: zhProblems,
    review: zhReview,
    shell: zhShell,
  },
};

declare module "next-intl" {
  interface AppConfig {
    Locale: Locale;
    Messages: Messages;
  }
}
