/** The methods that a path answers to, such as `['GET', 'HEAD']`; empty: there is nothing. `url` may hold a query. */
export function allowedMethods(
  routes: readonly { readonly method: string; readonly url: string }[],
  url: string,
): readonly string[] {
  const path = partsOf(url);
  const fitting = routes.filter((route) => fits(partsOf(route.url), path));
  return [...new Set(fitting.map(({ method }) => method))].toSorted();
}

function partsOf(url: string): readonly string[] {
  return (url.split('?')[0] ?? '').split('/');
}

/** `:name` stands for any part that is not empty. */
function fits(pattern: readonly string[], path: readonly string[]): boolean {
  if (pattern.length !== path.length) return false;
  return pattern.every((part, index) => (part.startsWith(':') ? path[index] !== '' : part === path[index]));
}
