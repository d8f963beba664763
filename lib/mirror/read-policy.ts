const MINUTE = 60_000;

/** Submissions that one page of the vendor's list holds. */
export const PAGE_ROWS = 1000;

/** A campaign that looks different upstream than in the mirror, for another reason than our own decisions. */
export type CampaignNeed = {
  id: string;
  /** Its submissions were never read completely: then nothing of what follows counts. */
  never: boolean;
  /** Pending submissions upstream that the mirror does not have. 0 = only verdicts were given elsewhere. */
  newcomers: number;
  /** Since the last read of its submissions began or ended. */
  sinceReadMs: number;
  /** Requests that a read takes. */
  pages: number;
  /** Reviewers who have it open now. */
  reviewers: number;
  /** Mirrored submissions that still want a decision; counted up to some hundreds. */
  undecided: number;
  /** Decisions on it lately. */
  decidedPerMinute: number;
  /** It pays everything once it is full, and nearly is: what is not rejected in time gets paid. */
  nearlyFull: boolean;
};

/** What people do at the desk as a whole. */
export type DeskNeed = {
  /** Somebody has a page open. */
  looking: boolean;
  /** Those who review all campaigns in one; `undecided` and `decidedPerMinute` are the sums over all campaigns. */
  reviewers: number;
  undecided: number;
  decidedPerMinute: number;
};

/** So many minutes of work at the pace of late are not enough to wait for an ordinary read. */
const WORK_MINUTES = 3;
/** Fewer are gone before anybody reads a figure. */
const WORK_LEAST = 5;
/** What reviewers of all campaigns are fetched in one go; the next go is a minute off. */
const SUPPLY = 100;

/** Whether those who review it have next to nothing left to do. */
const runsDry = ({
  reviewers,
  undecided,
  decidedPerMinute,
}: Pick<DeskNeed, "reviewers" | "undecided" | "decidedPerMinute">) =>
  reviewers > 0 && undecided < Math.max(WORK_LEAST, decidedPerMinute * WORK_MINUTES);

/**
 * How long a campaign that moved waits between two reads, in ms. It depends on what its reviewers have left to do and
 * on whether anybody looks, never on how many they are. A read of several pages waits as many times longer, at most an hour.
 */
export function patienceMs(need: CampaignNeed, desk: DeskNeed): number {
  return Math.min(60 * MINUTE, onePagePatience(need, desk) * Math.max(1, need.pages));
}

function onePagePatience(need: CampaignNeed, desk: DeskNeed): number {
  if (need.newcomers > 0 && runsDry(need)) return MINUTE;
  if (need.newcomers > 0 && runsDry(desk)) return MINUTE;
  if (!desk.looking && desk.reviewers === 0 && need.reviewers === 0) return 60 * MINUTE;
  if (need.newcomers > 0 && need.nearlyFull) return 3 * MINUTE;
  return 15 * MINUTE;
}

/**
 * Which campaigns to read now, the first first, when `pages` requests may be spent (none when not above 0). Campaigns never
 * read are all chosen and cost nothing of them. Of the others those whose patience ended, by when it ended: so nobody is
 * passed over for ever, however urgent others are. The last one may cost more than is left; what is spent beyond is owed.
 */
export function chooseReads(needs: readonly CampaignNeed[], desk: DeskNeed, pages: number): string[] {
  const late = (need: CampaignNeed) => need.sinceReadMs - patienceMs(need, desk);
  const overdue = needs
    .filter((need) => !need.never && late(need) >= 0)
    .toSorted((a, b) => late(b) - late(a) || b.newcomers - a.newcomers || (a.id < b.id ? -1 : 1));
  const chosen = needs.filter(({ never }) => never);
  let left = pages;
  let supply = 0;
  for (const need of overdue) {
    if (left <= 0) break;
    // Due for the sake of the reviewers of all campaigns alone: only until they have enough.
    if (supply >= SUPPLY && need.sinceReadMs < ordinaryMs(need, desk)) continue;
    chosen.push(need);
    supply += need.newcomers;
    left -= need.pages;
  }
  return chosen.map(({ id }) => id);
}

/** Its patience if nobody reviewed all campaigns in one. */
const ordinaryMs = (need: CampaignNeed, desk: DeskNeed) =>
  patienceMs(need, { ...desk, looking: true, reviewers: 0 });
