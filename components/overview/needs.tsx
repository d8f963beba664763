"use client";

import { ChevronRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";

type NeedProps = {
  /** An icon in the colour of its meaning. */
  icon: ReactNode;
  title: ReactNode;
  hint?: ReactNode;
  /** Where to deal with it. */
  href?: string;
  children?: ReactNode;
};

/** One thing that waits for a person: what, why, and the way to it. */
export function Need({ icon, title, hint, href, children }: NeedProps) {
  return (
    <li className="border-b border-line px-4 py-3 last:border-0">
      <div className="flex items-start gap-3">
        <span className="mt-0.5 shrink-0 [&>svg]:size-4">{icon}</span>
        <div className="min-w-0 flex-1">
          {href === undefined ? (
            <p className="font-semibold">{title}</p>
          ) : (
            <Link href={href} className="flex items-center gap-1 rounded-md font-semibold hover:underline">
              <span className="flex-1">{title}</span>
              <ChevronRight aria-hidden className="size-4 text-muted" />
            </Link>
          )}
          {hint !== undefined && <p className="text-sm text-muted">{hint}</p>}
          {children}
        </div>
      </div>
    </li>
  );
}
