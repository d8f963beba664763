/** UTC ISO 8601 to the second, as the vendor's examples show times ("2025-01-15T10:30:00Z"). */
export function isoSeconds(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}
