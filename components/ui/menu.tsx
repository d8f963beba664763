"use client";

import { DropdownMenu as Radix } from "radix-ui";
import type { ReactNode } from "react";

type MenuProps = {
  /** One focusable element that opens it. */
  trigger: ReactNode;
  children: ReactNode;
};

/** A list of things to do, walked with the arrow keys. */
export function Menu({ trigger, children }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align="end"
          sideOffset={6}
          collisionPadding={8}
          className="z-50 min-w-48 animate-enter rounded-md border border-line bg-raised p-1 shadow-lift"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Words at the head of a menu. */
export function MenuLabel({ children }: { children: ReactNode }) {
  return (
    <Radix.Label className="mb-1 border-b border-line px-2 pt-1 pb-2 text-sm text-muted">
      {children}
    </Radix.Label>
  );
}

type MenuItemProps = { icon?: ReactNode; onSelect: () => void; children: ReactNode };

/** One thing to do. */
export function MenuItem({ icon, onSelect, children }: MenuItemProps) {
  return (
    <Radix.Item
      onSelect={onSelect}
      className="flex h-8 cursor-pointer items-center gap-2 rounded-md px-2 outline-none select-none data-[highlighted]:bg-sunken"
    >
      {icon}
      {children}
    </Radix.Item>
  );
}
