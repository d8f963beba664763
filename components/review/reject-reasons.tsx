"use client";

import { Pencil } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useId, useRef } from "react";
import { numberOf } from "@/components/review/keys";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Kbd } from "@/components/ui/kbd";
import { Textarea } from "@/components/ui/textarea";
import { NOTES_MAX } from "@/lib/decisions/schema";

const REASONS = ["wrongPage", "unreadable", "incomplete", "reused", "wrongAccount", "notDone"] as const;

/** What each numbered reason says, in their order. */
export function useReasonTexts(): readonly string[] {
  const t = useTranslations("review.reasons");
  return REASONS.map((reason) => t(`${reason}.text`));
}

type RejectReasonsProps = {
  /** What was typed so far for this submission; survives closing. */
  draft: string;
  onDraft: (text: string) => void;
  onReject: (notes: string) => void;
};

/**
 * Numbered reasons and a field for one's own. A number or a click sends that reason; the pencil puts it into the field,
 * where Enter sends what stands there. What is sent are the English words: RapidWorkers and its workers read those.
 */
export function RejectReasons({ draft, onDraft, onReject }: RejectReasonsProps) {
  const t = useTranslations("review.reasons");
  const field = useRef<HTMLTextAreaElement>(null);
  const fieldId = useId();
  const notes = draft.trim();
  const send = () => {
    if (notes !== "") onReject(notes);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.target === field.current) {
      if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
      event.preventDefault();
      return send();
    }
    const reason = REASONS[numberOf(event.nativeEvent) ?? -1];
    if (reason !== undefined) {
      event.preventDefault();
      onReject(t(`${reason}.text`));
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      moveFocus(event.currentTarget, event.key === "ArrowDown" ? 1 : -1);
    }
  };
  return (
    // Keys bubble here from the buttons and the field, which are what people operate.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div onKeyDown={onKeyDown} className="grid w-[min(24rem,calc(100vw-2rem))] gap-2">
      <p className="px-1 font-medium">{t("title")}</p>
      <ol className="grid">
        {REASONS.map((reason, at) => (
          <li key={reason} className="group flex items-center rounded-md hover:bg-sunken">
            <button
              type="button"
              data-reason
              title={t(`${reason}.text`)}
              onClick={() => onReject(t(`${reason}.text`))}
              className="flex min-h-8 flex-1 items-center gap-2 rounded-md px-1 text-left max-sm:min-h-11"
            >
              <Kbd className="text-muted">{at + 1}</Kbd>
              <span>{t(`${reason}.label`)}</span>
            </button>
            <IconButton
              label={t("edit", { reason: t(`${reason}.label`) })}
              icon={<Pencil aria-hidden className="size-3.5" />}
              onClick={() => {
                onDraft(t(`${reason}.text`));
                field.current?.focus();
              }}
            />
          </li>
        ))}
      </ol>
      <div className="grid gap-1.5 border-t border-line pt-2">
        <label htmlFor={fieldId} className="px-1 text-sm font-medium">
          {t("own")}
        </label>
        <div className="flex items-end gap-2">
          <Textarea
            id={fieldId}
            ref={field}
            rows={2}
            maxLength={NOTES_MAX}
            value={draft}
            onChange={(event) => onDraft(event.target.value)}
            className="max-h-40"
          />
          <Button variant="primary" disabled={notes === ""} onClick={send}>
            {t("send")}
          </Button>
        </div>
        <p className="px-1 text-xs text-muted">{t("hint")}</p>
      </div>
    </div>
  );
}

function moveFocus(list: HTMLElement, step: 1 | -1): void {
  const reasons = [...list.querySelectorAll<HTMLElement>("[data-reason]")];
  const at = reasons.findIndex((reason) => reason === document.activeElement);
  reasons[(at + step + reasons.length) % reasons.length]?.focus();
}
