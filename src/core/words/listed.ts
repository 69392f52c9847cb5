/** `a`, `a and b`, `a, b and 3 more`. */
export function listed(items: readonly string[], max = 5): string {
  const shown = items.slice(0, items.length > max ? max : undefined);
  const rest = items.length - shown.length;
  const parts = rest > 0 ? [...shown, `${rest} more`] : shown;
  const last = parts.at(-1) ?? 'none';
  return parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${last}` : last;
}
