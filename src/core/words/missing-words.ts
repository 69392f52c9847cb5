import type { Enough } from '../enough-tasks.ts';
import type { Missing, MissingCode } from '../model/task.ts';
import { codeSpan } from './code-span.ts';
import { escapeText } from './escape-text.ts';
import { issueWords } from './issue-words.ts';
import { listed } from './listed.ts';

/** Where the code is, and what brings it. */
function codeWords({ on, into, sync }: MissingCode): string {
  const where = `its code is on ${codeSpan(on)} and not on ${codeSpan(into)} yet`;
  if (sync === null) return `${where}, and no sync is on its way`;
  const state = sync.state === 'queued' || sync.state === 'waiting' ? 'in the queue' : 'being tested';
  return `${where}; the sync of ${codeSpan(sync.from)} is ${state}`;
}

/** What a task waits for: `#12 (Parser)`, or `epic \`core\` (45 % of weighted hours, needs 80 %: #3 would do it)`. */
export function missingWords(missing: Missing): string {
  if (missing.kind === 'task') {
    const name = issueWords({ repository: missing.repository ?? null, number: missing.issue });
    const titled = missing.title === null ? name : `${name} (${escapeText(missing.title, 80)})`;
    return missing.code === undefined ? titled : `${titled}, which is done: ${codeWords(missing.code)}`;
  }
  const { epic, has, needs, enough } = missing;
  const which = enough === undefined ? '' : `: ${enoughWords(enough)} would do it`;
  return `epic ${codeSpan(epic)} (${figure(has)} % of weighted hours, needs ${figure(needs)} %${which})`;
}

function enoughWords({ issues, together }: Enough): string {
  const names = issues.map((issue) => `#${issue}`);
  if (together) return `${listed(names)} together`;
  const last = names.at(-1) ?? '';
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} or ${last}` : last;
}

function figure(percent: number): string {
  return String(Math.floor(percent * 10) / 10);
}
