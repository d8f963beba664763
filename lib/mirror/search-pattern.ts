/** What a person typed as an ILIKE pattern that finds it anywhere: `%`, `_` and `\` mean themselves. */
export function containsPattern(search: string): string {
  return `%${search.replace(/[\\%_]/g, "\\$&").replaceAll("\0", "")}%`;
}
