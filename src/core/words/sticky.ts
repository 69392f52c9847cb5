import type { Evidence } from '../model/evidence.ts';
import type { TaskCard } from '../model/task-card.ts';
import type { Task } from '../model/task.ts';
import { capBody } from './cap-body.ts';
import { codeSpan } from './code-span.ts';
import { drainingWords, entryWords, pausedWords } from './entry-words.ts';
import { epicWords } from './epic-words.ts';
import { escapeText } from './escape-text.ts';
import { linked } from './gate-table.ts';
import { leaseWarning } from './lease-reply.ts';
import { listed } from './listed.ts';
import { missingWords } from './missing-words.ts';
import { nextStep } from './next-step.ts';
import { planWords } from './plan-words.ts';
import { progressBar } from './progress-bar.ts';
import { progressWords } from './progress-words.ts';
import { rulesLines } from './rules-lines.ts';
import { textMarksWords } from './text-marks-words.ts';
import { when } from './when.ts';

const STATUS: Readonly<Record<Task['status'], string>> = {
  pending: '⚪ pending',
  in_progress: '🟡 in progress',
  review: '🔵 in review',
  done: '🟢 done',
  failed: '⚫ given up',
  blocked: '🔴 blocked',
};

/** The one status comment of a task. The same card gives the same words, so that an unchanged one is not sent again. */
export function renderSticky(card: TaskCard): string {
  const { task, holder, missing, evidence } = card;
  const lines = [
    `### ${STATUS[task.status]} ${progressBar(card.percent)}`,
    '',
    '| | |',
    '|---|---|',
    `| Epic | ${epicWords(card)} |`,
    `| Holder | ${holder ? `${codeSpan(holder.agentName)} until ${when(holder.expiresAt)}` : 'nobody'} |`,
    ...row('Text', card.text && !ended(task) ? textMarksWords(card.text) : ''),
    ...row('Plan', planWords(task)),
    ...row('Progress', progressWords(task)),
    ...(card.pull ? [`| Pull request | ${pullWords(card)} |`] : []),
    ...(card.entry ? [`| Merge queue | ${entryWords(card.entry)} |`] : []),
    ...(card.lanePaused && !ended(task) ? [`| | ${pausedWords(card.lanePaused)} |`] : []),
    ...(card.laneDraining && !ended(task) ? [`| | ${drainingWords(card.laneDraining)} |`] : []),
    ...(missing.length > 0 && !ended(task)
      ? [`| Waits for | ${listed(missing.map(missingWords), 10)} |`]
      : []),
    ...(task.status === 'blocked' && task.blockedReason
      ? [`| Blocked | ${escapeText(task.blockedReason)} |`]
      : []),
    ...(task.held ? ['| Held | kept out of the merge queue by a maintainer |'] : []),
    ...(card.landedSha ? [`| Landed | ${codeSpan(card.landedSha.slice(0, 12))} |`] : []),
    '',
    ...(holder?.warnedAt && !ended(task) ? [leaseWarning(holder.expiresAt), ''] : []),
    `**Next:** ${nextStep(card)}`,
    ...(ended(task) ? [] : rulesLines(card)),
    ...evidenceLines(evidence),
  ];
  return capBody(lines.join('\n'));
}

function ended(task: Task): boolean {
  return task.status === 'done' || task.status === 'failed';
}

/** Nothing to say: no row. */
function row(name: string, words: string): readonly string[] {
  return words === '' ? [] : [`| ${name} | ${words} |`];
}

function pullWords({ pull, entry }: TaskCard): string {
  if (!pull) return 'none';
  // Our landing merges it; the webhook that says so should not make for another edit.
  const landed = entry?.state === 'landed' && entry.head === pull.head;
  const state = landed ? 'merged' : pull.state;
  return `#${pull.number} at ${codeSpan(pull.head.slice(0, 12))}${state === 'open' ? (pull.draft ? ', draft' : '') : `, ${state}`}`;
}

function evidenceLines(evidence: readonly Evidence[]): readonly string[] {
  if (evidence.length === 0) return [];
  return [
    '',
    '<details><summary>Evidence</summary>',
    '',
    ...evidence
      .slice(0, 10)
      .map(
        ({ type, summary, url, grade }) => `- ${type}: ${linked(escapeText(summary, 200), url)} (${grade})`,
      ),
    '',
    '</details>',
  ];
}
