import clsx from "clsx";
import { TONE_AREA, type Tone } from "@/components/ui/tone";

type Segment = {
  value: number;
  tone: Tone;
  /** With its number, as read out and shown in the tooltip: "40 approved". */
  label: string;
};

type SegmentedBarProps = { segments: readonly Segment[]; className?: string };

/** Parts of a whole in a thin bar. A part that is not nothing is never thinner than 3 px. */
export function SegmentedBar({ segments, className }: SegmentedBarProps) {
  const words = segments.map((segment) => segment.label).join(" · ");
  return (
    <span
      role="img"
      aria-label={words}
      title={words}
      className={clsx("flex h-2 w-full gap-px overflow-hidden rounded-full bg-sunken", className)}
    >
      {segments
        .filter((segment) => segment.value > 0)
        .map((segment) => (
          <span
            key={segment.label}
            className={clsx("min-w-[3px] shrink basis-0", TONE_AREA[segment.tone])}
            style={{ flexGrow: segment.value }}
          />
        ))}
    </span>
  );
}
