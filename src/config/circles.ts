/** The circles in who needs whom, each once, from where the first of its members leads into it. */
export function circles(needs: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const finished = new Set<string>();
  const found: (readonly string[])[] = [];
  const visit = (key: string, trail: readonly string[]): void => {
    const start = trail.indexOf(key);
    if (start >= 0) {
      found.push(trail.slice(start));
      return;
    }
    if (finished.has(key)) return;
    for (const next of needs.get(key) ?? []) visit(next, [...trail, key]);
    finished.add(key);
  };
  for (const key of needs.keys()) visit(key, []);
  return found;
}
