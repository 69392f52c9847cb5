import { candidateBranch, type Entry } from '../model/lane.ts';

/**
 * The commit message of a candidate. Carries no closing keyword: the landing closes the issue, not the text. It names
 * the attempt, because git would make the same commit of the same merge made twice within a second, and what was said
 * of the first attempt would count for the second.
 */
export function candidateMessage(
  entry: Pick<Entry, 'id' | 'attempt' | 'pull' | 'sync' | 'head'>,
  target: string,
): string {
  return [
    entry.sync === null ? `Land #${entry.pull} on ${target}` : `Bring ${entry.sync.from} into ${target}`,
    '',
    'Tested as a whole by Flotilla before it landed.',
    '',
    `Head: ${entry.head}`,
    `Candidate: ${candidateBranch(entry)}`,
    '',
  ].join('\n');
}
