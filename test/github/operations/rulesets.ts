import type { Actor, Repository, Ruleset } from '../model.ts';
import type { Twin } from '../twin.ts';

/** Makes a ruleset, or makes the one of that name anew; answers how to take it away. */
export function setRuleset(
  twin: Twin,
  repo: Repository,
  o: Pick<Ruleset, 'name' | 'branches' | 'rules'> & { readonly bypass?: readonly number[] },
): () => void {
  const known = repo.rulesets.find(({ name }) => name === o.name);
  const ruleset: Ruleset = { bypass: [], ...o, id: known?.id ?? twin.nextId(), createdAt: twin.now() };
  const remove = (): void => {
    const index = repo.rulesets.findIndex(({ id }) => id === ruleset.id);
    if (index >= 0) repo.rulesets.splice(index, 1);
  };
  remove();
  repo.rulesets.push(ruleset);
  return remove;
}

/** All rules that hold for a branch, whether it is there or not. */
export function rulesFor(
  repo: Repository,
  ref: string,
): readonly { readonly type: string; readonly parameters?: unknown; readonly ruleset: Ruleset }[] {
  const branch = ref.replace(/^refs\/heads\//, '');
  return repo.rulesets
    .filter(({ branches }) => branches.some((pattern) => fits(pattern, branch)))
    .flatMap((ruleset) => ruleset.rules.map((rule) => ({ ...rule, ruleset })));
}

export function passes(ruleset: Ruleset, actor: Actor): boolean {
  const app = actor.app?.id;
  return app !== undefined && ruleset.bypass.includes(app);
}

function fits(pattern: string, branch: string): boolean {
  const [beginning = '', stars] = /^(.*?)(\*{1,2})?$/.exec(pattern)?.slice(1) ?? [];
  if (stars === undefined) return branch === beginning;
  return branch.startsWith(beginning) && (stars === '**' || !branch.slice(beginning.length).includes('/'));
}
