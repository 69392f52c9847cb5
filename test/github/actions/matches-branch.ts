import type { BranchFilter } from './workflow.ts';

/** Whether a workflow with this filter listens to `branch`: the last pattern that speaks decides, as GitHub does. */
export function matchesBranch(filter: BranchFilter, branch: string): boolean {
  if (filter.except && decided(filter.except, branch)) return false;
  return filter.only ? decided(filter.only, branch) : true;
}

function decided(patterns: readonly string[], branch: string): boolean {
  const speaking = patterns.filter((pattern) => expression(pattern.replace(/^!/, '')).test(branch));
  return speaking.length > 0 && speaking.at(-1)?.startsWith('!') === false;
}

/** `*` stays within a path segment, `**` does not; `?`, `+` and `[...]` mean what they mean in an expression. */
function expression(glob: string): RegExp {
  const source = glob.replaceAll(/\*\*|\*|[.^$(){}|\\]/g, (special) => {
    if (special === '**') return '.*';
    return special === '*' ? '[^/]*' : `\\${special}`;
  });
  return new RegExp(`^${source}$`);
}
