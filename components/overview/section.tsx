import { type ReactNode, useId } from "react";

type SectionProps = { title: ReactNode; aside?: ReactNode; children: ReactNode };

/** A titled area of the overview. */
export function Section({ title, aside, children }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="min-w-0 rounded-md border border-line bg-surface">
      <div className="flex h-10 items-center justify-between border-b border-line px-4">
        <h2 id={id} className="font-semibold">
          {title}
        </h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
