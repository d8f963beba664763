/**
 * What spreadsheets take for the beginning of a formula (OWASP, "CSV Injection"), the full-width forms included. The
 * quotes before it are defused cells of somebody: they count too, or undoing would eat a quote that was there before.
 */
const FORMULA = /^'*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;

/** Makes a text harmless to a spreadsheet: what would begin a formula gets a quote before it. */
export const defuse = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

/** The text that `defuse` was given: `undefuse(defuse(text)) === text` for every text. */
export const undefuse = (text: string): string =>
  text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text;
