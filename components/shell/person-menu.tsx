"use client";

import { ChevronDown, CircleUser, LogOut } from "lucide-react";
import { signOut } from "next-auth/react";
import { useTranslations } from "next-intl";
import { buttonClass } from "@/components/ui/button";
import { Menu, MenuItem, MenuLabel } from "@/components/ui/menu";
import type { Me } from "@/lib/team/schema";

/** Who is at the desk, and the way out. */
export function PersonMenu({ me }: { me: Pick<Me, "name" | "email" | "role"> }) {
  const t = useTranslations("shell.person");
  const roles = useTranslations("common.role");
  const trigger = (
    <button type="button" aria-label={t("menu", { name: me.name })} className={buttonClass("plain", "sm")}>
      <CircleUser aria-hidden className="size-5 sm:hidden" />
      <span className="max-w-32 truncate max-sm:hidden">{me.name}</span>
      <ChevronDown aria-hidden className="size-3.5 text-muted max-sm:hidden" />
    </button>
  );
  return (
    <Menu trigger={trigger}>
      <MenuLabel>
        <span className="block font-medium text-ink">{me.name}</span>
        <span className="block">{me.email}</span>
        <span className="block">{roles(me.role)}</span>
      </MenuLabel>
      <MenuItem
        icon={<LogOut aria-hidden className="size-4 text-muted" />}
        onSelect={() => void signOut({ callbackUrl: "/login" })}
      >
        {t("signOut")}
      </MenuItem>
    </Menu>
  );
}
