import type { EpicCard, EpicLane } from '../model/epic-card.ts';
import { capBody } from './cap-body.ts';
import { codeSpan } from './code-span.ts';
import { drainingWords, pausedWords } from './entry-words.ts';
import { escapeText } from './escape-text.ts';
import { etaWords } from './eta-words.ts';
import { listed } from './listed.ts';
import { missingWords } from './missing-words.ts';
import { progressBar } from './progress-bar.ts';

const NAMED_AT_MOST = 5;

/** The one status comment of an epic. The same card gives the same words, so that an unchanged one is not sent again. */
export function renderEpicSticky(card: EpicCard): string {
  const { progress, waitsFor, awaitedBy, lane } = card;
  const lines = [
    `### ${STATES[epicState(card)]} ${progressBar(progress.claimed)}`,
    '',
    '| | |',
    '|---|---|',
    `| Epic | ${escapeText(card.title, 100)} (${codeSpan(card.branch)}, label ${inTable(codeSpan(card.label))}) |`,
    `| Progress | ${progressRow(card)} |`,
    ...row('Forecast', etaWords(card.eta, card.hits)),
    ...waitsFor.map((wait) => `| Waits for | ${missingWords({ kind: 'threshold', ...wait })} |`),
    ...awaitedBy.map(
      ({ epic, has, needs }) =>
        `| Awaited by | epic ${codeSpan(epic)} (${figure(has)} % of ${figure(needs)} %${has < needs ? '' : ', reached'}) |`,
    ),
    ...row('Merge queue', lane === null ? '' : laneWords(lane)),
    ...row('In work', issues(card.working)),
    ...row('Blocked', issues(card.blocked)),
    ...row('Wait for other tasks', issues(card.waiting)),
    '',
    `**Next:** ${next(card)}`,
  ];
  return capBody(lines.join('\n'));
}

type EpicState = 'empty' | 'done' | 'paused' | 'waits' | 'open';

const STATES: Readonly<Record<EpicState, string>> = {
  empty: '⚪ no tasks yet',
  done: '🟢 done',
  paused: '🔴 merge queue paused',
  waits: '⏳ waits for another epic',
  open: '🟡 under way',
};

/** What is worth an edit of the comment at once; all else can wait for the next minute. */
export function epicState({ progress, waitsFor, lane }: EpicCard): EpicState {
  if (progress.tasks === 0) return 'empty';
  if (progress.done === progress.tasks) return 'done';
  if (lane?.paused) return 'paused';
  return waitsFor.length > 0 ? 'waits' : 'open';
}

function progressRow({ progress }: EpicCard): string {
  const { claimed, verified, done, tasks, doneHours, hours } = progress;
  const counted = hours > 0 ? `, ${figure(doneHours)} of ${figure(hours)} h` : '';
  return `claimed ${Math.floor(claimed)} %, verified ${Math.floor(verified)} %; ${done} of ${tasks} tasks done${counted}`;
}

function laneWords({ paused, draining, inFlight, queued, held }: EpicLane): string {
  const counts = [
    ...(inFlight ? [`${flying(inFlight)} is ${DOING[inFlight.state]}`] : []),
    ...(queued > 0 ? [`${queued} waiting in it`] : []),
    ...(held > 0 ? [`${held} held by a maintainer`] : []),
  ];
  return [
    `${counts.length > 0 ? counts.join(', ') : 'empty'}.`,
    ...(paused ? [pausedWords(paused)] : []),
    ...(draining ? [drainingWords(draining)] : []),
  ].join(' ');
}

function flying({ pull, from }: NonNullable<EpicLane['inFlight']>): string {
  return pull === null ? `the code of ${codeSpan(from ?? '')}` : `#${pull}`;
}

const DOING = { building: 'being built', testing: 'being tested', landing: 'landing' } as const;

function next(card: EpicCard): string {
  const { ready, blocked, working, waitsFor, lane, label } = card;
  switch (epicState(card)) {
    case 'empty':
      return `put issues into this epic with the label ${codeSpan(label)}, or as sub-issues of an issue that has it.`;
    case 'done':
      return 'nothing, every task of this epic is done.';
    case 'paused':
      return lane?.paused?.reason === 'target_missing'
        ? 'a maintainer makes the branch again and opens the merge queue.'
        : 'a maintainer opens the merge queue again.';
    case 'waits':
      return `wait until ${listed(waitsFor.map(({ epic }) => `epic ${codeSpan(epic)}`))} is far enough; then these tasks can be claimed.`;
    case 'open':
      break;
  }
  if (ready.length > 0)
    return `${issues(ready)} can be claimed now: \`/claim\` there takes a task, \`/next\` says which is best.`;
  if (blocked.length > 0) return `a maintainer or the holder lifts the block of ${issues(blocked)}.`;
  if (working.length > 0) return 'nothing to type; what is in work has to land first.';
  return 'look at what the open tasks wait for; none can be claimed now.';
}

function issues(numbers: readonly number[]): string {
  return numbers.length === 0 ? '' : listed(numbers.map(name), NAMED_AT_MOST);
}

function name(issue: number): string {
  return `#${issue}`;
}

/** A bar ends a cell even in code. */
function inTable(code: string): string {
  return code.replaceAll('|', '\\|');
}

/** Nothing to say: no row. */
function row(title: string, words: string): readonly string[] {
  return words === '' ? [] : [`| ${title} | ${words} |`];
}

/** Cut, not rounded: what is not reached must not read as if it were. */
function figure(value: number): string {
  return String(Math.floor(value * 10) / 10);
}
