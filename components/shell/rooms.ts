import { LayoutDashboard, ListChecks, type LucideIcon, SquareCheckBig } from "lucide-react";
import type { Messages } from "@/lib/i18n/messages";

type Room = {
  href: string;
  /** Its name: a key of the messages `shell.nav`. */
  name: keyof Messages["shell"]["nav"];
  icon: LucideIcon;
  /** A count shown beside the name. */
  count?: "undecided";
};

/** The rooms of the desk, in the order of the navigation. */
export const ROOMS: readonly Room[] = [
  { href: "/", name: "overview", icon: LayoutDashboard },
  { href: "/review", name: "review", icon: SquareCheckBig, count: "undecided" },
  { href: "/campaigns", name: "campaigns", icon: ListChecks },
];

/** The room that a path stands in. A review of one campaign (`/campaigns/x/review`) is in the review room. */
export function roomOf(path: string): Room | undefined {
  if (/^\/campaigns\/[^/]+\/review$/.test(path)) return ROOMS.find((room) => room.href === "/review");
  return ROOMS.find(({ href }) =>
    href === "/" ? path === "/" : path === href || path.startsWith(`${href}/`),
  );
}
