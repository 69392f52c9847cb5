import { assertNever } from '../assert-never.ts';
import type { ClaimRefusal, NotAllowed } from '../claim-refusal.ts';
import { admitLine } from './admit-line.ts';
import { codeSpan } from './code-span.ts';
import { escapeText } from './escape-text.ts';
import { listed } from './listed.ts';
import { missingWords } from './missing-words.ts';
import { when } from './when.ts';

/** Why the task was not given, and what to do about it. */
export function claimRefusal(refusal: ClaimRefusal): string {
  switch (refusal.kind) {
    case 'held':
      return held(refusal);
    case 'blocked':
      return `This task waits for ${listed(refusal.on.map(missingWords))}. It can be claimed once that is done.`;
    case 'blocked_by_hand':
      return `This task is blocked${refusal.reason ? `: ${escapeText(refusal.reason)}` : ''}. A maintainer or whoever blocked it has to lift that first.`;
    case 'threshold':
      return `This task's epic waits for ${missingWords(refusal)}. It can be claimed once that epic is far enough.`;
    case 'done':
      return 'This task is done, so there is nothing left to claim. A maintainer can reopen the issue if work remains.';
    case 'failed':
      return 'This task was given up. A maintainer can reopen the issue if it should be tried again.';
    case 'at_limit':
      return `${named(refusal.agent)} may hold ${refusal.max === 1 ? 'one task' : `${refusal.max} tasks`} at a time and holds ${listed(refusal.holding.map((issue) => `#${issue}`))}. Finish or release ${refusal.holding.length === 1 ? 'it' : 'one'} first (\`/release\` in its issue).`;
    case 'not_allowed':
      return notAllowed(refusal.why);
    case 'untracked':
      return untracked(refusal.labels);
    case 'ambiguous_agent':
      return `Several agents run under your account: ${codes(refusal.names)}. Say which one takes the task, for example \`/claim as ${refusal.names[0] ?? 'agent'}\`.`;
    case 'unknown_agent':
      return refusal.names.length === 0
        ? `There is no agent ${codeSpan(refusal.name)} here, and no agent is listed for your account. A maintainer can add one under \`agents\` in \`.github/flotilla.yml\`.`
        : `There is no agent ${codeSpan(refusal.name)} here. Yours: ${codes(refusal.names)}.`;
    default:
      return assertNever(refusal);
  }
}

function held({ by, until, yours }: Extract<ClaimRefusal, { kind: 'held' }>): string {
  const end = until === null ? 'while its pull request is in the merge queue' : `until **${when(until)}**`;
  return yours
    ? `${named(by)}, which runs under your account too, holds this task ${end}. Let it finish, or release it first with \`/release\`.`
    : `${named(by)} holds this task ${end}. Take another one, or come back when it is released.`;
}

/** Said of an issue that is no task. `labels`: any of these would make it one. */
export function untracked(labels: readonly string[]): string {
  return labels.length === 0
    ? 'This repository has no valid `.github/flotilla.yml` with epics yet, so it has no tasks. A maintainer can add one on the default branch.'
    : `This issue belongs to no epic, so it is not a task. A maintainer can add one of the labels ${codes(labels)}, or make it a sub-issue of an issue that has one. (One that has such a label and sub-issues stands for the epic: its sub-issues are the tasks.)`;
}

function notAllowed(why: NotAllowed): string {
  switch (why.kind) {
    case 'unlisted_bot':
      return unlistedBot(why);
    case 'needs_write':
      return 'Claiming needs write access to this repository, or a place in the list of agents in `.github/flotilla.yml`. A maintainer can give either.';
    case 'needs_role':
      return `Claiming is for the role ${codeSpan(why.role)} or higher here. Ask somebody with that role to assign the task.`;
    case 'deactivated':
      return deactivated(why.agent);
    case 'other_account':
      return `The agent ${codeSpan(why.agent)} belongs to another account, and nobody can claim for it. Claim under your own agent's name.`;
    default:
      return assertNever(why);
  }
}

/** Said where an agent is to get a task that a maintainer took out of service. */
export function deactivated(agent: string): string {
  return `${named(agent)} was deactivated by a maintainer, so it takes no tasks. A maintainer can let it work again through the API.`;
}

/** Said once to a bot that is not on the list, with the configuration that would admit it. */
export function unlistedBot(account: { readonly id: number; readonly login: string }): string {
  return [
    `The bot ${codeSpan(account.login)} is not on this repository's list of agents, so its commands do nothing here. This is said once. A maintainer can admit it in \`.github/flotilla.yml\` on the default branch:`,
    '',
    admitLine(account),
  ].join('\n');
}

function named(agent: string): string {
  return `**${escapeText(agent)}**`;
}

function codes(names: readonly string[]): string {
  return listed(
    names.map((name) => codeSpan(name)),
    10,
  );
}
