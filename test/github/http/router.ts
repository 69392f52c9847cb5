import type { Route } from './route.ts';

interface Compiled {
  readonly route: Route;
  readonly pattern: RegExp;
  readonly names: readonly string[];
}

// These may hold slashes, encoded or not: `git/ref/heads/a/b`, `contents/src/x.ts`, `commits/feature/x/check-runs`.
const greedy = new Set(['ref', 'path', 'basehead', 'branch']);

export interface Match {
  readonly route: Route;
  readonly params: Record<string, string>;
}

/** Finds the route of a method and a raw (still encoded) path; the first that fits wins. */
export function createRouter(routes: readonly Route[]): (method: string, path: string) => Match | undefined {
  const compiled = routes.map(compile);
  return (method, path) => {
    for (const { route, pattern, names } of compiled) {
      if (route.method !== method) continue;
      const found = pattern.exec(path);
      if (!found) continue;
      return {
        route,
        params: Object.fromEntries(names.map((name, i) => [name, decodeURIComponent(found[i + 1] ?? '')])),
      };
    }
    return undefined;
  };
}

function compile(route: Route): Compiled {
  const names: string[] = [];
  const source = route.template.replace(/\{(\w+)\}/g, (_, name: string) => {
    names.push(name);
    return greedy.has(name) ? '(.+)' : '([^/]+)';
  });
  return { route, pattern: new RegExp(`^${source}$`), names };
}
