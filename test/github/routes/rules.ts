import { notFound } from '../http/http-error.ts';
import { list, ok, type Call, type Route } from '../http/route.ts';
import { passes, rulesFor } from '../operations/rulesets.ts';
import { iso } from '../render/iso.ts';
import { fullName, repoUrl } from '../render/repository.ts';

const base = '/repos/{owner}/{repo}';

/** The rules that hold for branches, and the rulesets they come from. Reading metadata is enough for both. */
export const ruleRoutes: readonly Route[] = [
  {
    method: 'GET',
    template: `${base}/rules/branches/{branch}`,
    permission: ['metadata:read'],
    handle: ({ repo, params }) =>
      list(rulesFor(repo, params.branch ?? ''), ({ ruleset, ...rule }) => ({
        ...rule,
        ruleset_source_type: 'Repository',
        ruleset_source: fullName(repo),
        ruleset_id: ruleset.id,
      })),
  },
  {
    method: 'GET',
    template: `${base}/rulesets/{ruleset_id}`,
    permission: ['metadata:read'],
    handle: getRuleset,
  },
];

/** Who else may pass is for those alone who may change it, which no App of ours may. */
function getRuleset({ twin, repo, params, actor }: Call) {
  const found = repo.rulesets.find(({ id }) => id === Number(params.ruleset_id));
  if (!found) throw notFound();
  const at = iso(found.createdAt);
  return ok({
    id: found.id,
    name: found.name,
    target: 'branch',
    source_type: 'Repository',
    source: fullName(repo),
    enforcement: 'active',
    current_user_can_bypass: passes(found, actor) ? 'always' : 'never',
    node_id: `RRS_${found.id}`,
    _links: {
      self: { href: `${repoUrl(twin, repo)}/rulesets/${found.id}` },
      html: { href: `${twin.url}/${fullName(repo)}/rules/${found.id}` },
    },
    conditions: {
      ref_name: { include: found.branches.map((name) => `refs/heads/${name}`), exclude: [] },
    },
    rules: found.rules,
    created_at: at,
    updated_at: at,
  });
}
