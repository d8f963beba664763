"use client";

import { useFormatter } from "next-intl";
import { useClock } from "@/components/ui/clock";

type RelativeTimeProps = { at: string; wording?: Intl.RelativeTimeFormatStyle; className?: string };

/** "3h ago" of an ISO time, kept fresh; the exact time in the person's zone is its tooltip. Never in the future. */
export function RelativeTime({ at, wording = "narrow", className }: RelativeTimeProps) {
  const format = useFormatter();
  const clock = useClock();
  const then = new Date(at);
  const now = new Date(Math.max(clock, then.getTime()));
  return (
    <time
      dateTime={at}
      title={format.dateTime(then, { dateStyle: "medium", timeStyle: "long" })}
      className={className ?? "whitespace-nowrap"}
    >
      {format.relativeTime(then, { now, style: wording })}
    </time>
  );
}

/** The time of day of an ISO time in the person's zone ("14:40"); the full date and time is its tooltip. */
export function ClockTime({ at, className }: { at: string; className?: string }) {
  const format = useFormatter();
  const then = new Date(at);
  return (
    <time
      dateTime={at}
      title={format.dateTime(then, { dateStyle: "medium", timeStyle: "long" })}
      className={className}
    >
      {format.dateTime(then, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" })}
    </time>
  );
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** A time to come, as short as it can be told: "14:40" today, "Tue 03:10" this week, "3 Dec, 03:10" later. */
export function DayTime({ at, className }: { at: string; className?: string }) {
  const format = useFormatter();
  const clock = useClock();
  const then = new Date(at);
  const far = then.getTime() - clock > 6 * DAY_MS;
  const otherDay =
    format.dateTime(then, { dateStyle: "short" }) !== format.dateTime(clock, { dateStyle: "short" });
  return (
    <time
      dateTime={at}
      title={format.dateTime(then, { dateStyle: "medium", timeStyle: "long" })}
      className={className ?? "whitespace-nowrap"}
    >
      {format.dateTime(then, {
        ...(otherDay ? (far ? { day: "numeric", month: "short" } : { weekday: "short" }) : {}),
        hour: "2-digit",
        minute: "2-digit",
        hourCycle: "h23",
      })}
    </time>
  );
}
