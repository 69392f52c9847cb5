import type { Sha } from '../model/ids.ts';

/** The commit message of a candidate. Carries no closing keyword: the landing closes the issue, not the text. */
export function candidateMessage(pull: number, branch: string, head: Sha): string {
  return `Land #${pull} on ${branch}\n\nTested as a whole by Flotilla before it landed.\nHead: ${head}\n`;
}
