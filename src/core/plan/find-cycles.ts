/**
 * Every circle that a walk through `graph` (each key with those that it waits for) runs into, as a path that begins and
 * ends with the same key. A key that is not in the graph waits for nothing.
 */
export function findCycles(
  graph: ReadonlyMap<string, readonly string[]>,
): readonly (readonly [string, ...string[]])[] {
  const finished = new Set<string>();
  const cycles: [string, ...string[]][] = [];
  for (const start of graph.keys()) {
    // A stack of our own: a plan may be a chain of thousands.
    const trail: { readonly key: string; readonly rest: string[] }[] = [];
    const places = new Map<string, number>();
    const enter = (key: string): void => {
      if (finished.has(key)) return;
      const at = places.get(key);
      if (at !== undefined) cycles.push([key, ...trail.slice(at + 1).map((step) => step.key), key]);
      else {
        places.set(key, trail.length);
        trail.push({ key, rest: [...(graph.get(key) ?? [])] });
      }
    };
    enter(start);
    for (let top = trail.at(-1); top !== undefined; top = trail.at(-1)) {
      const next = top.rest.shift();
      if (next !== undefined) enter(next);
      else {
        finished.add(top.key);
        places.delete(top.key);
        trail.pop();
      }
    }
  }
  return cycles;
}
