import clsx from "clsx";
import type { ComponentProps, MouseEvent, ReactNode } from "react";
import { Spinner } from "@/components/ui/spinner";

type Variant = "primary" | "approve" | "reject" | "quiet" | "plain";
type Size = "sm" | "md" | "lg";

const VARIANTS: Record<Variant, string> = {
  primary: "border-transparent bg-accent text-on-solid hover:bg-accent/90",
  approve: "border-transparent bg-approve text-on-solid hover:bg-approve/90",
  reject: "border-transparent bg-reject text-on-solid hover:bg-reject/90",
  quiet: "border-line bg-surface text-ink hover:bg-sunken",
  plain: "border-transparent text-ink hover:bg-sunken",
};

const SIZES: Record<Size, string> = {
  sm: "h-7 gap-1 px-2 text-sm",
  md: "h-8 gap-1.5 px-3 text-base",
  lg: "h-10 gap-2 px-4 text-base",
};

/** The look of a button, for links that act as one. */
export function buttonClass(variant: Variant = "quiet", size: Size = "md", extra?: string): string {
  return clsx(
    "relative inline-flex shrink-0 items-center justify-center rounded-md border font-medium whitespace-nowrap",
    "transition-colors select-none disabled:opacity-50 aria-disabled:cursor-default",
    VARIANTS[variant],
    SIZES[size],
    extra,
  );
}

type ButtonProps = ComponentProps<"button"> & {
  variant?: Variant;
  size?: Size;
  icon?: ReactNode;
  /** Work is under way: the button keeps its width and the focus, says so to screen readers, and ignores clicks. */
  pending?: boolean;
};

/** A button; `type="button"` unless told, so that none submits a form by accident. */
export function Button({
  variant,
  size,
  icon,
  pending = false,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  const click = (event: MouseEvent<HTMLButtonElement>) => {
    if (pending) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <button
      type="button"
      {...rest}
      aria-busy={pending || undefined}
      aria-disabled={pending || undefined}
      onClick={click}
      className={buttonClass(variant, size, className)}
    >
      {pending && (
        <span className="absolute inset-0 grid place-items-center">
          <Spinner />
        </span>
      )}
      <span className={clsx("contents", pending && "*:opacity-0")}>
        {icon}
        <span>{children}</span>
      </span>
    </button>
  );
}
