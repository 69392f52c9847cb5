import type { Missing } from '../model/task.ts';
import { codeSpan } from './code-span.ts';
import { escapeText } from './escape-text.ts';
import { issueWords } from './issue-words.ts';

/** What a task waits for: `#12 (Parser)`, or `epic \`core\` at 80 % (now 45 %)`. */
export function missingWords(missing: Missing): string {
  if (missing.kind === 'task') {
    const name = issueWords({ repository: missing.repository ?? null, number: missing.issue });
    return missing.title === null ? name : `${name} (${escapeText(missing.title, 80)})`;
  }
  return `epic ${codeSpan(missing.epic)} at ${figure(missing.needs)} % (now ${figure(missing.has)} %)`;
}

function figure(percent: number): string {
  return String(Math.floor(percent * 10) / 10);
}
