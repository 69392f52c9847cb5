import type { EjectDetail } from '../lane/next-step.ts';
import type { EjectReason } from '../model/lane.ts';
import { codeSpan } from './code-span.ts';
import { escapeText } from './escape-text.ts';
import { gateTable } from './gate-table.ts';
import { problemWords } from './problem-words.ts';

export interface SyncTrouble {
  readonly from: string;
  readonly into: string;
  readonly head: string;
  readonly reason: EjectReason;
  readonly detail: EjectDetail;
  /** Files changed on both sides, where it is a conflict. */
  readonly files: readonly string[];
}

/** Reasons that somebody has to do something about; of the others nobody needs to hear. */
export function needsWork(reason: EjectReason): boolean {
  return ['conflict', 'gate_failed', 'gate_timeout', 'push_denied'].includes(reason);
}

/** The issue that asks for what a sync could not do by itself. Its label makes it a task of the epic. */
export function syncTrouble(trouble: SyncTrouble): { readonly title: string; readonly body: string } {
  const { from, into, head, reason } = trouble;
  const what = reason === 'conflict' ? 'conflicts' : 'did not pass';
  return {
    title: `Bring ${plain(from)} into ${plain(into)}: the merge ${what}`,
    body: [
      `The epic of ${codeSpan(into)} takes in what lands on ${codeSpan(from)}. Merging ${codeSpan(head.slice(0, 12))} into it ${reasonWords(trouble)}, so nothing of it has landed. Tasks that need that code wait until it is there.`,
      '',
      ...details(trouble),
      'To mend it, claim this task with `/claim` and bring the merge as a pull request:',
      '',
      '```sh',
      'git fetch origin',
      `git checkout -b <agent>/<this issue's number>-sync ${shellSafe(`origin/${into}`)}`,
      `git merge ${shellSafe(`origin/${from}`)}   # resolve, test, commit`,
      '```',
      '',
      'Once it has landed, later syncs go on by themselves.',
    ].join('\n'),
  };
}

function reasonWords({ reason }: SyncTrouble): string {
  if (reason === 'conflict') return 'conflicts';
  if (reason === 'gate_timeout') return 'left gates without an answer in time';
  return reason === 'push_denied' ? 'was refused by GitHub' : 'makes a tree that does not pass its gates';
}

function details({ reason, detail, files }: SyncTrouble): readonly string[] {
  if (reason === 'conflict' && files.length > 0) {
    return [
      'Files changed on both sides since they parted (the conflict is in some of them):',
      '',
      ...files.slice(0, 50).map((file) => `- ${codeSpan(file)}`),
      ...(files.length > 50 ? [`- and ${files.length - 50} more`] : []),
      '',
    ];
  }
  const bad = (detail.verdicts ?? []).filter((verdict) => verdict.state !== 'passed');
  const problems = (detail.problems ?? []).map(problemWords).map(({ why, next }) => `- ${why} ${next}`);
  return [
    ...(bad.length > 0 ? [gateTable(bad), ''] : []),
    ...(problems.length > 0 ? [...problems, ''] : []),
    ...(detail.message ? [`GitHub said: ${escapeText(detail.message)}`, ''] : []),
  ];
}

/** Titles are plain text; branch names come from checked configuration. */
function plain(branch: string): string {
  return branch.slice(0, 80);
}

function shellSafe(ref: string): string {
  return /^[A-Za-z0-9._/-]+$/.test(ref) ? ref : '<the branch>';
}
