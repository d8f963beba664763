import clsx from "clsx";
import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

const LOOKS = {
  info: { icon: Info, strip: "border-sending/30 bg-sending-soft", mark: "text-sending" },
  warn: { icon: TriangleAlert, strip: "border-held/30 bg-held-soft", mark: "text-held" },
  error: { icon: CircleAlert, strip: "border-reject/30 bg-reject-soft", mark: "text-reject" },
};

type NoticeProps = {
  tone?: keyof typeof LOOKS;
  /** What happened. */
  title: ReactNode;
  /** What still works, and what to do. */
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
};

/** A strip that tells of a state of things; an error is read out at once. */
export function Notice({ tone = "info", title, children, action, className }: NoticeProps) {
  const { icon: Icon, strip, mark } = LOOKS[tone];
  return (
    <div
      role={tone === "error" ? "alert" : "status"}
      className={clsx("flex items-start gap-2.5 rounded-md border px-3 py-2", strip, className)}
    >
      <Icon aria-hidden className={clsx("mt-0.5 size-4 shrink-0", mark)} />
      <div className="min-w-0 flex-1">
        <p className="font-semibold">{title}</p>
        {children !== undefined && <div className="text-sm">{children}</div>}
      </div>
      {action}
    </div>
  );
}
