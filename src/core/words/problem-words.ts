import { assertNever } from '../assert-never.ts';
import type { PreflightProblem } from '../preflight-problem.ts';
import { codeSpan } from './code-span.ts';
import { listed } from './listed.ts';
import { missingWords } from './missing-words.ts';

/** What is wrong with a pull request, and what mends it: one sentence each. */
export interface ProblemWords {
  readonly short: string;
  readonly why: string;
  readonly next: string;
}

/** Words for one rule that a head breaks. `short` fits into a title. */
export function problemWords(problem: PreflightProblem): ProblemWords {
  switch (problem.kind) {
    case 'not_a_lane':
      return words(
        'Not for an epic branch',
        `${codeSpan(problem.branch)} is no epic's branch, so it has no merge queue.`,
        `Change the base to ${codes(problem.lanes)}.`,
      );
    case 'no_task':
      return words(
        'Belongs to no task',
        'The pull request names no task of this repository.',
        'Add a line `Task: #n` to its description.',
      );
    case 'not_holder':
      return words(
        'Author does not hold the task',
        problem.holder === null
          ? `Nobody holds the task, also not the author ${codeSpan(problem.author)}.`
          : `${codeSpan(problem.holder)} holds the task, not the author ${codeSpan(problem.author)}.`,
        problem.holder === null
          ? 'Claim the task with `/claim` in its issue, or ask a maintainer to queue it with `/merge`.'
          : 'Wait until the task is free and claim it, or ask a maintainer to queue it with `/merge`.',
      );
    case 'task_done':
      return words(
        'Its task is done',
        'The task of this pull request is done already.',
        'Close the pull request. If something is left to do, reopen the issue and claim it, or ask a maintainer to queue this with `/merge`.',
      );
    case 'waits':
      return words(
        'Waits for other tasks',
        `The task waits for ${listed(problem.on.map(missingWords))}.`,
        'Nothing to do: it goes on once that is done.',
      );
    case 'fork':
      return words(
        'Comes from a fork',
        'Pull requests from forks are not let in here.',
        'Push the branch to this repository, or ask a maintainer to do so.',
      );
    case 'protected':
      return protectedWords(problem.paths, problem.truncated);
    case 'draft':
      return words('Draft', 'The pull request is a draft.', 'Mark it as ready for review.');
    case 'other_live_pull':
      return words(
        'Another pull request is first',
        `#${problem.number} is open for the same task, and one goes at a time.`,
        `Close #${problem.number}, or wait until it has landed or is closed.`,
      );
    case 'changes_requested':
      return words(
        'Changes requested',
        `${codes(problem.by)} asked for changes.`,
        'Make them and ask for another review, or have the review dismissed.',
      );
    case 'no_gates':
      return words(
        'No gates configured',
        'Without a gate nothing can be shown to be tested, so nothing lands.',
        'A maintainer has to add `gates` to `.github/flotilla.yml`.',
      );
    case 'no_config':
      return words(
        'Not configured',
        'There is no valid `.github/flotilla.yml` on the default branch yet.',
        'A maintainer has to add one.',
      );
    case 'held':
      return words(
        'Held',
        'A maintainer keeps this task out of the merge queue.',
        'A maintainer lets it in with `/unhold`.',
      );
    default:
      return assertNever(problem);
  }
}

function protectedWords(paths: readonly string[], truncated: boolean): ProblemWords {
  const touched = paths.length > 0 ? `It touches protected paths: ${codes(paths)}.` : '';
  const unknown = truncated
    ? 'It changes more files than GitHub lists, so protected paths may be among them.'
    : '';
  return words(
    'Needs a maintainer',
    [touched, unknown].filter(Boolean).join(' '),
    'A maintainer who is not its author has to approve exactly this head.',
  );
}

function words(short: string, why: string, next: string): ProblemWords {
  return { short, why, next };
}

function codes(names: readonly string[]): string {
  return listed(
    names.map((name) => codeSpan(name)),
    10,
  );
}
