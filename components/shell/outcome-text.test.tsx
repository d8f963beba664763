// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import { NextIntlClientProvider } from "next-intl";
import { afterEach, describe, expect, it } from "vitest";
import { useOutcomeText } from "@/components/shell/outcome-text";
import type { OutcomeCode } from "@/lib/decisions/outcome";
import { refusalCodeSchema } from "@/lib/decisions/schema";
import type { SweepCode } from "@/lib/decisions/sweeps/outcome";
import { MESSAGES } from "@/lib/i18n/messages";

const zh = MESSAGES["zh-CN"];
// A code without a sentence does not compile.
zh.outcomes.decision satisfies Record<OutcomeCode, string>;
zh.outcomes.sweep satisfies Record<SweepCode, string>;

afterEach(cleanup);

function textOf(code: string, message: string | null): string | null {
  function Probe() {
    return <p data-testid="text">{useOutcomeText("decision")({ code, message })}</p>;
  }
  render(
    <NextIntlClientProvider locale="zh-CN" messages={zh} timeZone="UTC">
      <Probe />
    </NextIntlClientProvider>,
  );
  return screen.getByTestId("text").textContent;
}

describe("why a decision is not carried out", () => {
  it("is a sentence of the person's language, then the vendor's words", () => {
    expect(textOf("refused", "No {such} <job>")).toBe(`${zh.outcomes.decision.refused}“No {such} <job>”`);
  });

  it("is the sentence alone where the vendor said nothing", () => {
    expect(textOf("answer_lost", null)).toBe(zh.outcomes.decision.answer_lost);
  });

  it("is the words, or else the code, where there is no sentence", () => {
    expect(textOf("of_tomorrow", "Words")).toBe("Words");
    cleanup();
    expect(textOf("of_tomorrow", null)).toBe("of_tomorrow");
  });
});

it("each reason for which the desk takes no decision has its words", () => {
  for (const code of refusalCodeSchema.options) expect(zh.problems).toHaveProperty(code);
});
