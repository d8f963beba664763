import clsx from "clsx";
import type { ReactNode } from "react";

/** A key to press. Takes the colour of where it stands, so it also fits on filled buttons. */
export function Kbd({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <kbd
      className={clsx(
        "inline-grid h-5 min-w-5 place-items-center rounded-md border border-current/30 px-1 font-sans text-xs",
        className,
      )}
    >
      {children}
    </kbd>
  );
}
