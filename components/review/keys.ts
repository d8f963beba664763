/** What a key press in review can ask for. */
export type ReviewAction =
  | { type: "approve" }
  | { type: "reject" }
  | { type: "undo" }
  | { type: "next" }
  | { type: "previous" }
  | { type: "zoom" }
  | { type: "zoomIn" }
  | { type: "zoomOut" }
  | { type: "image"; index: number }
  | { type: "help" };

type Binding = {
  /** Names the line in the help dialog (`review.keys.<name>`). */
  name: ReviewAction["type"];
  /** `KeyboardEvent.key`, letters in lower case. */
  keys: readonly string[];
  /** How the help dialog writes the keys. */
  shown: readonly string[];
  /** Whether holding the key down repeats it. What decides never repeats: a resting finger must not approve a queue. */
  repeats?: true;
};

const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"] as const;

/** The one keyboard map of review (contract, "Keys in review"): the handler and the help dialog both read it. */
export const REVIEW_KEYS: readonly Binding[] = [
  { name: "approve", keys: ["a"], shown: ["A"] },
  { name: "reject", keys: ["r"], shown: ["R"] },
  { name: "undo", keys: ["u"], shown: ["U"] },
  { name: "next", keys: ["j", "ArrowRight", "ArrowDown"], shown: ["J", "→", "↓"], repeats: true },
  { name: "previous", keys: ["k", "ArrowLeft", "ArrowUp"], shown: ["K", "←", "↑"], repeats: true },
  { name: "zoom", keys: [" ", "z"], shown: ["Space", "Z"] },
  { name: "zoomIn", keys: ["+", "="], shown: ["+"], repeats: true },
  { name: "zoomOut", keys: ["-"], shown: ["−"], repeats: true },
  { name: "image", keys: DIGITS, shown: ["1", "…", "9"] },
  { name: "help", keys: ["?"], shown: ["?"] },
];

type Press = {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  repeat: boolean;
  isComposing: boolean;
};

/** The action of a key press, or null. Keys with Ctrl, Alt or ⌘ belong to the browser; input methods keep theirs. */
export function actionOf(press: Press): ReviewAction | null {
  if (press.ctrlKey || press.metaKey || press.altKey || press.isComposing) return null;
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  const binding = REVIEW_KEYS.find(({ keys }) => keys.includes(key));
  if (binding === undefined || (press.repeat && binding.repeats !== true)) return null;
  return binding.name === "image" ? { type: "image", index: Number(key) - 1 } : { type: binding.name };
}

/** The number that a press stands for in a numbered list (0 for `1`), or null. */
export function numberOf(press: Press): number | null {
  const action = actionOf(press);
  return action?.type === "image" ? action.index : null;
}

/** Whether a press at `target` is text. */
export function isTextField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest("input, textarea, select") !== null)
  );
}

/** Whether a press at `target` is somebody typing, or works a control that has its own use for keys. */
export function isTyping(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  // What is closing may still hold the focus: a quick hand's next key is for the proof already.
  if (isTextField(target) || target.closest("[role=dialog]:not([data-state=closed]), [role=menu]") !== null)
    return true;
  // Space presses the button, link or summary that has the focus.
  return key === " " && target.closest("button, a[href], summary") !== null;
}
