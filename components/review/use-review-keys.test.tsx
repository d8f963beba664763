// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { NextIntlClientProvider } from "next-intl";
import { useRef, useState } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ActionBar } from "@/components/review/action-bar";
import { useReasonTexts } from "@/components/review/reject-reasons";
import { useReviewKeys } from "@/components/review/use-review-keys";
import { TooltipProvider } from "@/components/ui/tooltip";
import { MESSAGES } from "@/lib/i18n/messages";

const onReject = vi.fn();
const onImage = vi.fn();
const WRONG_PAGE = MESSAGES.en.review.reasons.wrongPage.text;
const UNREADABLE = MESSAGES.en.review.reasons.unreadable.text;

beforeEach(() => vi.clearAllMocks());
afterEach(cleanup);

/** The part of the review that keys and reasons share. */
function Desk() {
  const [open, setOpen] = useState(false);
  const proof = useRef<HTMLElement>(null);
  const reasons = useReasonTexts();
  const reject = (notes: string) => {
    setOpen(false);
    onReject(notes);
  };
  useReviewKeys(
    (action) => (action.type === "reject" ? setOpen(true) : onImage(action)),
    open ? (index) => reasons[index] !== undefined && reject(reasons[index]) : null,
  );
  const none = () => undefined;
  return (
    <section ref={proof} tabIndex={-1} aria-label="Proof">
      <ActionBar
        mayDecide
        open
        pay={null}
        canUndo={false}
        reasonsOpen={open}
        draft=""
        onApprove={none}
        onReject={reject}
        onReasonsOpen={setOpen}
        onReasonsClosed={() => proof.current?.focus()}
        onDraft={none}
        onUndo={none}
        onStep={none}
      />
    </section>
  );
}

const show = () =>
  render(
    <NextIntlClientProvider locale="en" messages={MESSAGES.en} timeZone="UTC">
      <TooltipProvider>
        <Desk />
      </TooltipProvider>
    </NextIntlClientProvider>,
  );
const press = (key: string, target: Element = document.body) => fireEvent.keyDown(target, { key });
const afterTimers = () => new Promise((resolve) => setTimeout(resolve, 50));

describe("a digit while the reasons are open", () => {
  it("sends its reason wherever the focus is, and once", () => {
    show();
    press("r");
    press("1", screen.getByRole("region", { hidden: true }));
    expect(onReject.mock.calls).toEqual([[WRONG_PAGE]]);
    press("r");
    press("2", screen.getAllByRole("button", { name: /Cannot be read/ })[0]);
    expect(onReject.mock.calls).toEqual([[WRONG_PAGE], [UNREADABLE]]);
    expect(onImage).not.toHaveBeenCalled();
  });

  it("is text in the field", () => {
    show();
    press("r");
    press("1", screen.getByRole("textbox"));
    expect(onReject).not.toHaveBeenCalled();
  });

  it("shows an image when they are closed", () => {
    show();
    press("1");
    expect(onImage).toHaveBeenCalledExactlyOnceWith({ type: "image", index: 0 });
  });
});

describe("R at once after a reject", () => {
  it("opens the reasons again, and what closed before does not close them", async () => {
    show();
    press("r");
    press("1");
    press("r");
    await afterTimers();
    expect(screen.getByRole("dialog")).toBeDefined();
    expect(screen.getByRole("dialog").contains(document.activeElement)).toBe(true);
    press("2");
    expect(onReject.mock.calls).toEqual([[WRONG_PAGE], [UNREADABLE]]);
  });

  it("gives the focus to the proof, not to the button, when nothing opens again", async () => {
    show();
    press("r");
    press("1");
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("region")));
  });
});
