import type { IssueName } from '../model/issue-name.ts';

/** An issue in a sentence, linked by GitHub: `#4`, or `owner/name#4`. */
export function issueWords({ repository, number }: IssueName): string {
  return `${repository ?? ''}#${number}`;
}
