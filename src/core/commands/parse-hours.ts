/** `8h`, `8 hours`, `90m`, `1.5h`, `2d` (8 h each) or a bare number as hours; null for anything else or over 10,000 h. */
export function parseHours(text: string): number | null {
  const match = /^(\d{1,5}(?:\.\d{1,2})?)\s?(h|hrs?|hours?|m|min|minutes?|d|days?)?$/i.exec(text.trim());
  if (!match) return null;
  const unit = (match[2] ?? 'h')[0]?.toLowerCase();
  const hours = Number(match[1]) * (unit === 'm' ? 1 / 60 : unit === 'd' ? 8 : 1);
  return hours <= 10_000 ? Math.round(hours * 100) / 100 : null;
}
