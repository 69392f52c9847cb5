import { z } from 'zod';
import type { RuleFacts, RulesetFacts } from '../../core/doctor/facts.ts';
import type { RepoRef } from '../../core/model/project.ts';
import type { RepositoryInspector } from '../../ports.ts';
import { at } from '../context.ts';
import { createContext } from '../create-context.ts';
import type { GitHubOptions } from '../github-options.ts';
import { repositoriesOf } from '../installations.ts';
import { nullWhenMissing } from '../null-when-missing.ts';
import { readConfig } from '../read-config.ts';

/** Of the many kinds of rules only what is common, and what checks one requires. */
const ruleShape = z.object({
  type: z.string(),
  ruleset_id: z.number().optional(),
  parameters: z
    .object({ required_status_checks: z.array(z.object({ context: z.string() })).optional() })
    .nullish(),
});
const rulesetShape = z.object({
  name: z.string(),
  current_user_can_bypass: z.string().nullish(),
  _links: z.object({ html: z.object({ href: z.string() }).nullish() }).optional(),
});
const branchShape = z.object({
  protection: z
    .object({
      enabled: z.boolean().optional(),
      required_status_checks: z.object({ contexts: z.array(z.string()) }).nullish(),
    })
    .nullish(),
});
const fileShape = z.object({ type: z.literal('file'), content: z.string() });

/** What installations may see of their repositories; read only. */
export function createRepositoryInspector(options: GitHubOptions): RepositoryInspector {
  const context = createContext(options, { priority: 'background' });
  const client = (repo: RepoRef) => context.client(repo.installationId);

  return {
    readConfig: (repo) => readConfig(context, repo),
    async repositories(installationId) {
      const found = await repositoriesOf(context, installationId);
      return found.filter(({ archived }) => !archived);
    },
    async protection(repo, branch) {
      const answer = await nullWhenMissing(client(repo).rest.repos.getBranch({ ...at(repo), branch }));
      if (answer === null) return null;
      const { protection } = branchShape.parse(answer.data);
      return {
        enabled: protection?.enabled ?? false,
        checks: protection?.required_status_checks?.contexts ?? [],
      };
    },
    async rules(repo, branch) {
      const { rest, paginate } = client(repo);
      const found = await paginate(rest.repos.getBranchRules, { ...at(repo), branch, per_page: 100 });
      return z.array(ruleShape).parse(found).map(ruleOf);
    },
    async ruleset(repo, id) {
      const wanted = { ...at(repo), ruleset_id: id };
      const answer = await nullWhenMissing(client(repo).rest.repos.getRepoRuleset(wanted));
      return answer && rulesetOf(rulesetShape.parse(answer.data));
    },
    async file(repo, branch, path) {
      const wanted = { ...at(repo), path, ref: branch };
      const answer = await nullWhenMissing(client(repo).rest.repos.getContent(wanted));
      if (answer === null) return null;
      const found = fileShape.safeParse(answer.data);
      return found.success ? Buffer.from(found.data.content, 'base64').toString('utf8') : null;
    },
  };
}

function ruleOf({ type, ruleset_id: id, parameters }: z.infer<typeof ruleShape>): RuleFacts {
  const checks = parameters?.required_status_checks ?? [];
  return { type, rulesetId: id ?? null, checks: checks.map(({ context }) => context) };
}

function rulesetOf(found: z.infer<typeof rulesetShape>): RulesetFacts {
  const { name, current_user_can_bypass: can, _links: links } = found;
  // Flotilla lands without a pull request, so a bypass for those only is none.
  const bypass = can == null ? null : can === 'always' || can === 'exempt' ? 'always' : 'never';
  return { name, bypass, url: links?.html?.href ?? null };
}
