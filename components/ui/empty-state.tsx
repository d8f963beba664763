import type { ReactNode } from "react";

type EmptyStateProps = { icon?: ReactNode; title: ReactNode; children?: ReactNode; actions?: ReactNode };

/** What stands where a list would: why there is nothing, and what can be done about it. */
export function EmptyState({ icon, title, children, actions }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-2 px-4 py-12 text-center">
      {icon !== undefined && <span className="text-muted [&>svg]:size-6">{icon}</span>}
      <div className="text-lg font-semibold text-balance">{title}</div>
      {children !== undefined && <div className="max-w-md text-pretty text-muted">{children}</div>}
      {actions !== undefined && <div className="mt-2 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}
