import type { CheckOutput } from '../model/effect.ts';
import { capBody } from './cap-body.ts';
import { escapeText } from './escape-text.ts';

/** Said of a repository that is not configured. */
export const NO_FILE = '.github/flotilla.yml: there is no such file on the default branch.';

/** GitHub would not make an epic's branch. `answer`: its own words. */
export function branchRefused(epic: string, branch: string, answer: string): string {
  return `.github/flotilla.yml: the branch ${branch} of epic ${epic} could not be made; GitHub says: ${answer.replace(/\.?$/, '.')}`;
}

/** The check run on a commit of the default branch whose `.github/flotilla.yml` was read. No problems: it took effect. */
export function configCheck(sha: string, problems: readonly string[]): CheckOutput {
  const base = { name: 'Flotilla configuration', sha, status: 'completed', actions: [] } as const;
  if (problems.length === 0) {
    return {
      ...base,
      conclusion: 'success',
      title: 'The configuration is in effect',
      summary: '`.github/flotilla.yml` is valid and in effect.',
    };
  }
  return {
    ...base,
    conclusion: 'failure',
    title: problems.length === 1 ? 'One problem' : `${problems.length} problems`,
    summary: capBody(
      [
        'This `.github/flotilla.yml` does not take effect; the last valid one, if there was one, stays in force.',
        '',
        ...problems.map((problem) => `- ${escapeText(problem, 1000)}`),
        '',
        'Mend it on the default branch; it is read again with the next push.',
      ].join('\n'),
    ),
  };
}
