// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { actionOf, isTyping, numberOf, REVIEW_KEYS } from "@/components/review/keys";

const press = (key: string, given: Partial<Parameters<typeof actionOf>[0]> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  repeat: false,
  isComposing: false,
  ...given,
});

describe("the keyboard map", () => {
  it.each([
    ["a", "approve"],
    ["A", "approve"],
    ["r", "reject"],
    ["u", "undo"],
    ["j", "next"],
    ["ArrowRight", "next"],
    ["ArrowDown", "next"],
    ["k", "previous"],
    ["ArrowLeft", "previous"],
    [" ", "zoom"],
    ["z", "zoom"],
    ["+", "zoomIn"],
    ["-", "zoomOut"],
    ["?", "help"],
  ])("%s is %s", (key, action) => expect(actionOf(press(key))?.type).toBe(action));

  it("counts images and reasons from 1", () => {
    expect(actionOf(press("3"))).toEqual({ type: "image", index: 2 });
    expect(numberOf(press("1"))).toBe(0);
    expect(numberOf(press("a"))).toBeNull();
    expect(actionOf(press("0"))).toBeNull();
  });

  it.each(["ctrlKey", "metaKey", "altKey", "isComposing"] as const)("leaves presses with %s alone", (held) =>
    expect(actionOf(press("a", { [held]: true }))).toBeNull(),
  );

  it("never repeats what decides while a key is held down", () => {
    for (const key of ["a", "r", "u", "1"]) expect(actionOf(press(key, { repeat: true }))).toBeNull();
    expect(actionOf(press("j", { repeat: true }))?.type).toBe("next");
  });

  it("gives each key to one action", () => {
    const keys = REVIEW_KEYS.flatMap((binding) => binding.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe("where somebody types", () => {
  it("knows text fields, dialogs, and controls that Space works", () => {
    document.body.innerHTML = `<textarea></textarea><div role="dialog"><p></p></div><div role="dialog" data-state="closed"><em></em></div><button><b></b></button><i></i>`;
    const at = (selector: string) => document.querySelector(selector);
    expect(isTyping(at("textarea"), "a")).toBe(true);
    expect(isTyping(at("p"), "a")).toBe(true);
    expect(isTyping(at("em"), "a"), "a dialog that is closing").toBe(false);
    expect(isTyping(at("b"), "a")).toBe(false);
    expect(isTyping(at("b"), " ")).toBe(true);
    expect(isTyping(at("i"), " ")).toBe(false);
    expect(isTyping(null, "a")).toBe(false);
  });
});
