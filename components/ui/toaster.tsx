"use client";

import { Toaster as Sonner } from "sonner";

/** Where short messages appear: `toast()` of sonner. `label` is the accessible name of the place. */
export function Toaster({ label }: { label: string }) {
  return (
    <Sonner
      containerAriaLabel={label}
      position="bottom-right"
      gap={8}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-full items-center gap-2 rounded-md border border-line bg-raised p-3 text-base text-ink shadow-lift",
          content: "min-w-0 flex-1",
          title: "font-medium",
          description: "text-sm text-muted",
          actionButton: "h-7 shrink-0 rounded-md border border-line bg-surface px-2 text-sm hover:bg-sunken",
          cancelButton: "h-7 shrink-0 rounded-md px-2 text-sm text-muted hover:bg-sunken",
          success: "[&_[data-icon]]:text-approve",
          error: "[&_[data-icon]]:text-reject",
          warning: "[&_[data-icon]]:text-held",
        },
      }}
    />
  );
}
