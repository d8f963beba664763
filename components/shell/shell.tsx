import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { BalanceStatus } from "@/components/shell/balance-status";
import { LiveProvider } from "@/components/shell/live-provider";
import { LiveStatus } from "@/components/shell/live-status";
import { PersonMenu } from "@/components/shell/person-menu";
import { QueueStatus } from "@/components/shell/queue-status";
import { RequestsStatus } from "@/components/shell/requests-status";
import { RoomList } from "@/components/shell/room-list";
import { TroubleStrip } from "@/components/shell/trouble-strip";
import { may } from "@/lib/team/permissions";
import type { Me } from "@/lib/team/schema";

type ShellProps = { me: Pick<Me, "id" | "name" | "email" | "role">; children: ReactNode };

/** The frame of every page of the desk: rooms, state of things, trouble, and the page itself. */
export function Shell({ me, children }: ShellProps) {
  const t = useTranslations();
  return (
    <LiveProvider>
      <a
        href="#content"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-md bg-accent px-3 py-1.5 text-on-solid focus:translate-y-0"
      >
        {t("shell.skip")}
      </a>
      <div className="grid min-h-dvh grid-rows-[auto_1fr] md:h-dvh md:grid-cols-[12.5rem_1fr]">
        <aside className="row-span-2 flex flex-col gap-3 border-r border-line bg-surface p-3 max-md:hidden">
          <Link href="/" className="px-2.5 py-1 text-lg font-semibold tracking-tight">
            {t("common.brand")}
          </Link>
          <RoomList place="side" />
        </aside>
        <header className="sticky top-0 z-20 min-w-0 bg-surface">
          <div className="flex h-12 items-center gap-x-5 border-b border-line px-4 max-sm:gap-x-2">
            <BalanceStatus />
            <span className="max-md:hidden">
              <RequestsStatus />
            </span>
            <QueueStatus
              person={{
                id: me.id,
                mayDecide: may(me.role, "submissions.decide"),
                mayManage: may(me.role, "campaigns.approveAll"),
              }}
            />
            <LiveStatus />
            <span className="flex-1" />
            <PersonMenu me={me} />
          </div>
          <TroubleStrip />
        </header>
        <main
          id="content"
          tabIndex={-1}
          className="min-w-0 max-md:pb-16 md:overflow-y-auto focus-visible:outline-none"
        >
          {children}
        </main>
        <div className="fixed inset-x-0 bottom-0 z-20 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden">
          <RoomList place="bottom" />
        </div>
      </div>
    </LiveProvider>
  );
}
