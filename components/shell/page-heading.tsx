import type { ReactNode } from "react";

type PageHeadingProps = { title: ReactNode; aside?: ReactNode };

/** The one heading of a page, with a few quiet words beside it. */
export function PageHeading({ title, aside }: PageHeadingProps) {
  return (
    <div className="flex flex-wrap items-baseline gap-x-3">
      <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
      {aside && <p className="text-sm text-muted">{aside}</p>}
    </div>
  );
}
