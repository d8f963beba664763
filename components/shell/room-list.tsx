"use client";

import { useQuery } from "@tanstack/react-query";
import clsx from "clsx";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import { ROOMS, roomOf } from "@/components/shell/rooms";
import { overviewQuery } from "@/lib/mirror/queries";

const LOOKS = {
  side: {
    list: "flex flex-col gap-0.5",
    link: "flex h-8 items-center gap-2.5 rounded-md px-2.5",
    count: "ml-auto text-sm tabular-nums",
  },
  bottom: {
    list: "flex",
    link: "relative flex h-14 flex-col items-center justify-center gap-0.5 text-xs",
    count:
      "absolute top-1.5 left-1/2 ml-2 min-w-4 rounded-full bg-accent px-1 text-center text-xs leading-4 text-on-solid tabular-nums",
  },
};

/** The way to every room: down the side on a desk, along the bottom on a phone. */
export function RoomList({ place }: { place: keyof typeof LOOKS }) {
  const t = useTranslations("shell.nav");
  const format = useFormatter();
  const here = roomOf(usePathname());
  const undecided = useQuery(overviewQuery).data?.undecided ?? 0;
  const look = LOOKS[place];
  return (
    <nav aria-label={t("label")}>
      <ul className={look.list}>
        {ROOMS.map(({ href, name, icon: Icon, count }) => {
          const current = here?.href === href;
          return (
            <li key={href} className="flex-1">
              <Link
                href={href}
                aria-current={current ? "page" : undefined}
                className={clsx(
                  look.link,
                  "transition-colors",
                  current
                    ? "bg-accent-soft font-medium text-accent"
                    : "text-muted hover:bg-sunken hover:text-ink",
                  place === "bottom" && current && "bg-transparent",
                )}
              >
                <Icon aria-hidden className={place === "side" ? "size-4" : "size-5"} />
                {t(name)}
                {count !== undefined && undecided > 0 && (
                  <span className={look.count}>
                    <span aria-hidden>
                      {place === "side" || undecided < 1000
                        ? format.number(undecided)
                        : format.number(undecided, { notation: "compact" })}
                    </span>
                    <span className="sr-only">{t("waiting", { count: undecided })}</span>
                  </span>
                )}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
