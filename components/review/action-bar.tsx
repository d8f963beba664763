"use client";

import { Check, ChevronLeft, ChevronRight, Undo2, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type MouseEvent, useEffect, useRef } from "react";
import { RejectReasons } from "@/components/review/reject-reasons";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Kbd } from "@/components/ui/kbd";
import { Money } from "@/components/ui/money";
import { Popover } from "@/components/ui/popover";

export type ActionBarProps = {
  /** False: only looking; then only the steps are shown. */
  mayDecide: boolean;
  /** Whether what is on screen can be decided now. */
  open: boolean;
  pay: string | null;
  canUndo: boolean;
  reasonsOpen: boolean;
  draft: string;
  onApprove: () => void;
  onReject: (notes: string) => void;
  onReasonsOpen: (open: boolean) => void;
  onDraft: (text: string) => void;
  onUndo: () => void;
  onStep: (direction: 1 | -1) => void;
  /** Takes the focus when the reasons close: on the Reject button Space would open them again. */
  onReasonsClosed: () => void;
};

/** Keeps the focus where it was: after a click on Approve, Space still zooms and does not approve the next one. */
const keepFocus = (event: MouseEvent) => event.preventDefault();

const DECIDE = "h-12 flex-1 max-lg:h-14";

/** The buttons of review. They stand at the same place for every proof, whatever it has. */
export function ActionBar(props: ActionBarProps) {
  const t = useTranslations("review");
  const reasonsOpen = props.reasonsOpen && props.open;
  // Told a moment after closing, when they may be open again: then the focus is theirs.
  const reasonsOpenNow = useRef(reasonsOpen);
  useEffect(() => {
    reasonsOpenNow.current = reasonsOpen;
  }, [reasonsOpen]);
  const closed = () => {
    // Whoever clicked or tabbed elsewhere has the focus there.
    if (!reasonsOpenNow.current && document.activeElement === document.body) props.onReasonsClosed();
  };
  return (
    <div className="grid gap-2">
      {props.mayDecide && (
        <div className="flex gap-2">
          <Button
            variant="approve"
            className={DECIDE}
            aria-keyshortcuts="A"
            disabled={!props.open}
            icon={<Check aria-hidden className="size-5" />}
            onMouseDown={keepFocus}
            onClick={props.onApprove}
          >
            {t("actions.approve")}
            <span aria-hidden className="ml-2 inline-flex items-center gap-1.5 align-middle font-normal">
              <Kbd className="max-lg:hidden">A</Kbd>
              {props.pay !== null && <Money amount={props.pay} />}
            </span>
          </Button>
          <Popover
            label={t("reasons.title")}
            side="top"
            align="end"
            open={reasonsOpen}
            onOpenChange={props.onReasonsOpen}
            onClosed={closed}
            trigger={
              <Button
                variant="reject"
                className={DECIDE}
                aria-keyshortcuts="R"
                disabled={!props.open}
                icon={<X aria-hidden className="size-5" />}
              >
                {t("actions.reject")}
                <Kbd className="ml-2 max-lg:hidden">
                  <span aria-hidden>R</span>
                </Kbd>
              </Button>
            }
          >
            <RejectReasons draft={props.draft} onDraft={props.onDraft} onReject={props.onReject} />
          </Popover>
        </div>
      )}
      <div className="flex items-center gap-1">
        <IconButton
          label={t("actions.previous")}
          aria-keyshortcuts="K"
          icon={<ChevronLeft aria-hidden className="size-5" />}
          className="max-lg:size-11"
          onMouseDown={keepFocus}
          onClick={() => props.onStep(-1)}
        />
        <Kbd className="text-muted max-lg:hidden">K</Kbd>
        <Kbd className="text-muted max-lg:hidden">J</Kbd>
        <IconButton
          label={t("actions.next")}
          aria-keyshortcuts="J"
          icon={<ChevronRight aria-hidden className="size-5" />}
          className="max-lg:size-11"
          onMouseDown={keepFocus}
          onClick={() => props.onStep(1)}
        />
        {props.mayDecide ? (
          <Button
            className="ml-auto max-lg:h-11"
            aria-keyshortcuts="U"
            disabled={!props.canUndo}
            icon={<Undo2 aria-hidden className="size-4" />}
            onMouseDown={keepFocus}
            onClick={props.onUndo}
          >
            {t("actions.undo")}
            <Kbd className="ml-2 max-lg:hidden">
              <span aria-hidden>U</span>
            </Kbd>
          </Button>
        ) : (
          <p className="ml-2 text-sm text-muted">{t("look")}</p>
        )}
      </div>
    </div>
  );
}
