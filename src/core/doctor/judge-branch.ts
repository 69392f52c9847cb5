import { listed } from '../words/listed.ts';
import { fine, hint, wrong, type Finding } from './diagnosis.ts';
import type { BranchFacts, RuleFacts, RulesetFacts } from './facts.ts';

/** What keeps a merge commit that nobody proposed as a pull request from a branch. */
const BLOCKS_LANDING = ['update', 'pull_request', 'merge_queue', 'required_linear_history'];
const OWN_CHECK = 'Flotilla';

export interface BranchPlace {
  /** `https://github.com/acme/fleet` */
  readonly repositoryUrl: string;
  /** The App's name, as the bypass list shows it. */
  readonly app: string;
}

/** Whether an epic's branch is there, and only the App may move it. */
export function judgeBranch(branch: BranchFacts, place: BranchPlace): readonly Finding[] {
  const found = [
    ...existence(branch),
    ...openness(branch, place),
    ...refusal(branch, place),
    ...ownCheck(branch),
  ];
  return found.length > 0 ? found : [fine('epic_branch', 'It is there, and rules leave it to this App.')];
}

function existence({ protection }: BranchFacts): readonly Finding[] {
  if (protection !== null) return [];
  return [
    wrong(
      'epic_branch',
      'The branch of this epic is not there.',
      'Start Flotilla, which makes it when it first reads the configuration. One that was deleted since is for you to make: "git push origin origin/HEAD:refs/heads/BRANCH", then `/lane resume`.',
    ),
  ];
}

function openness(
  { rules, protection }: BranchFacts,
  { repositoryUrl, app }: BranchPlace,
): readonly Finding[] {
  if (rules.some(({ type }) => type === 'update')) return [];
  if (protection?.enabled === true) {
    return [
      hint(
        'open_branch',
        'It has a branch protection, and GitHub shows only to administrators whom it lets push.',
        `See on ${repositoryUrl}/settings/branches that only ${app} may push, or use a ruleset, which can be looked at.`,
      ),
    ];
  }
  return [
    wrong(
      'open_branch',
      'Whoever may write in this repository may push to it, past every gate.',
      `On ${repositoryUrl}/settings/rules make a branch ruleset for it: enforcement "Active", bypass list only ${app} ("Always allow"), rules "Restrict updates", "Restrict deletions" and "Block force pushes".`,
    ),
  ];
}

function refusal(branch: BranchFacts, place: BranchPlace): readonly Finding[] {
  return blocking(branch, BLOCKS_LANDING).map(({ ruleset, types }) =>
    ruleset.bypass === null
      ? hint(
          'refused_app',
          `${named(ruleset)} has ${listed(types)}, and GitHub does not say whether that holds for this App.`,
          bypassing(ruleset, place),
        )
      : wrong(
          'refused_app',
          `${named(ruleset)} keeps this App from landing anything (${listed(types)}).`,
          bypassing(ruleset, place),
        ),
  );
}

/** Rules for the branches on which Flotilla builds: it makes, moves and deletes them. */
export function judgeScratch(branch: BranchFacts, place: BranchPlace): readonly Finding[] {
  const found = blocking(branch, ['creation', 'update', 'deletion', ...BLOCKS_LANDING]).filter(
    ({ ruleset }) => ruleset.bypass === 'never',
  );
  if (found.length === 0) return [fine('scratch_refs', 'No rule keeps this App from its own branches.')];
  return found.map(({ ruleset, types }) =>
    wrong(
      'scratch_refs',
      `${named(ruleset)} keeps this App from building candidates (${listed(types)}).`,
      bypassing(ruleset, place),
    ),
  );
}

/** The check sits on the head of a pull request; what lands is another commit. */
function ownCheck({ rules, rulesets, protection }: BranchFacts): readonly Finding[] {
  const requires = (rule: RuleFacts) =>
    rule.checks.includes(OWN_CHECK) && rulesetOf(rule, rulesets).bypass !== 'always';
  if (!rules.some(requires) && protection?.checks.includes(OWN_CHECK) !== true) return [];
  return [
    wrong(
      'required_check',
      `It requires the check "${OWN_CHECK}", which candidates never have: GitHub would refuse every landing.`,
      `Take "${OWN_CHECK}" out of the required status checks of this branch; the gates are judged before anything lands.`,
    ),
  ];
}

function blocking(
  { rules, rulesets }: BranchFacts,
  types: readonly string[],
): readonly { readonly ruleset: RulesetFacts; readonly types: readonly string[] }[] {
  const byRuleset = new Map<number | null, { ruleset: RulesetFacts; types: string[] }>();
  for (const rule of rules) {
    const ruleset = rulesetOf(rule, rulesets);
    if (!types.includes(rule.type) || ruleset.bypass === 'always') continue;
    const known = byRuleset.get(rule.rulesetId) ?? { ruleset, types: [] };
    if (!known.types.includes(rule.type)) known.types.push(rule.type);
    byRuleset.set(rule.rulesetId, known);
  }
  return [...byRuleset.values()];
}

function rulesetOf({ rulesetId }: RuleFacts, rulesets: ReadonlyMap<number, RulesetFacts>): RulesetFacts {
  const known = rulesetId === null ? undefined : rulesets.get(rulesetId);
  return known ?? { name: '', bypass: null, url: null };
}

function named({ name }: RulesetFacts): string {
  return name === '' ? 'A ruleset' : `The ruleset "${name}"`;
}

function bypassing({ url }: RulesetFacts, { repositoryUrl, app }: BranchPlace): string {
  return `On ${url ?? `${repositoryUrl}/settings/rules`} add ${app} to the bypass list, with "Always allow".`;
}
