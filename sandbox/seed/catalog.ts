import type { PageKind } from "@/sandbox/market/types";

type CatalogEntry = { title: string; category: string; pay: string; page: PageKind; description: string };

/** Kinds of jobs that employers post; scenarios take them in turn. */
export const catalog: readonly CatalogEntry[] = [
  {
    title: "Complete a Survey",
    category: "Survey",
    pay: "2.50",
    page: "survey",
    description: "Fill out our customer satisfaction survey",
  },
  {
    title: "Leave an honest review of our café app",
    category: "Reviews",
    pay: "1.20",
    page: "review",
    description: "Use the app for a day, then write what you think. Good or bad, we want to know.",
  },
  {
    title: "Like our spring announcement",
    category: "Social Media",
    pay: "0.05",
    page: "post",
    description: "Open the post, like it, and send a screenshot that shows the filled heart.",
  },
  {
    title: "Install the app and open it once",
    category: "App Install",
    pay: "0.60",
    page: "store",
    description:
      "Install from the store, open it, stay for one minute. Screenshot of the store page with the Open button.",
  },
  {
    title: "Follow our bakery",
    category: "Social Media",
    pay: "0.08",
    page: "profile",
    description: "Follow the profile and keep following for 7 days.",
  },
  {
    title: "Student housing questionnaire (10 min)",
    category: "Survey",
    pay: "1.75",
    page: "survey",
    description: "Only if you have rented a room as a student. Send the completion page with its code.",
  },
  {
    title: "Share our open-source release post",
    category: "Social Media",
    pay: "0.15",
    page: "post",
    description: "Share the post publicly and send a screenshot of the shared post.",
  },
  {
    title: "Rate your last grocery delivery",
    category: "Reviews",
    pay: "0.90",
    page: "review",
    description: "Rate your own last delivery. Screenshot of the published rating.",
  },
  {
    title: "Test the sign-up of a fitness app",
    category: "Testing",
    pay: "3.40",
    page: "store",
    description: "Install, sign up with a fresh address, note anything that is confusing.",
  },
  {
    title: "Commuter study, wave 3 <final>",
    category: "Survey",
    pay: "0.35",
    page: "survey",
    description:
      'Short study about your way to work & back. "Quotes", <b>markup</b> and =formulas in here are only text.',
  },
];
