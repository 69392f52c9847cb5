import { assertNever } from '../assert-never.ts';
import type { GateVerdict } from '../gate-verdict.ts';
import type { Sha } from '../model/ids.ts';
import type { EjectReason, Entry, Lane } from '../model/lane.ts';
import type { PreflightProblem } from '../preflight-problem.ts';
import { capBody } from './cap-body.ts';
import { codeSpan } from './code-span.ts';
import { escapeText } from './escape-text.ts';
import { gateTable } from './gate-table.ts';
import { problemWords } from './problem-words.ts';

/** An entry that left its lane without landing, with all that its author needs to come back. */
export interface Ejection {
  readonly entry: Pick<Entry, 'pull' | 'head' | 'requester'>;
  readonly lane: Pick<Lane, 'branch'>;
  readonly reason: EjectReason;
  readonly detail: {
    readonly problems?: readonly PreflightProblem[];
    readonly verdicts?: readonly GateVerdict[];
    readonly by?: string;
    readonly message?: string;
    readonly missed?: { readonly sha: Sha; readonly merged: boolean };
  };
  /** Files changed on both sides since the merge base, and the landings that touched them. */
  readonly conflict: {
    readonly files: readonly string[];
    readonly culprits: readonly { readonly pull: number; readonly landed: string }[];
  } | null;
}

const AGAIN =
  'When that is mended, ask again with `/merge`; a new head whose gates pass may also come back by itself.';

/** What happened, why, and how to come back. */
export function ejectionReply(ejection: Ejection): string {
  const { entry, lane, reason } = ejection;
  const head = codeSpan(entry.head.slice(0, 12));
  const opening = reason === 'dequeued' ? 'is out of' : 'was taken out of';
  const title = `**#${entry.pull} ${opening} the merge queue of ${codeSpan(lane.branch)}** at ${head}: ${REASONS[reason]}.`;
  return capBody([title, '', ...body(ejection)].join('\n'));
}

/** Reasons in a few words, also for the check run and the status comment. */
export const REASONS: Readonly<Record<EjectReason, string>> = {
  conflict: 'it conflicts with the target branch',
  gate_failed: 'a gate failed',
  gate_timeout: 'its gates took too long',
  head_changed: 'its head changed',
  closed: 'it was closed',
  retargeted: 'its base branch changed',
  draft: 'it became a draft',
  changes_requested: 'changes were requested',
  protected_paths: 'it touches protected paths',
  permission_lost: 'whoever asked for it may no longer do so',
  push_denied: 'GitHub refused the push to the target branch',
  target_missing: 'the target branch is missing',
  merged_elsewhere: 'it was merged without the queue',
  dequeued: 'somebody asked for that, or its task is not ready',
  expired: 'its head did not become ready in time',
  internal: 'something went wrong on our side',
};

function body(ejection: Ejection): readonly string[] {
  const { reason, detail, entry, lane } = ejection;
  const problems = (detail.problems ?? []).map(problemWords).map(({ why, next }) => `- ${why} ${next}`);
  switch (reason) {
    case 'conflict':
      return conflict(ejection);
    case 'gate_failed':
    case 'gate_timeout':
      return gates(ejection, problems);
    case 'head_changed':
      return [
        `The head is now ${detail.message ? codeSpan(detail.message.slice(0, 12)) : 'another commit'}, and only the commit that was asked for is ever landed. The new head comes back by itself once its gates pass, where that is configured, or with \`/merge\`.`,
      ];
    case 'closed':
      return ['Reopen the pull request and ask with `/merge` if it should land after all.'];
    case 'merged_elsewhere':
      return ['What landed was not tested by the queue. A maintainer may want to look at the branch.'];
    case 'retargeted':
      return [
        ...(detail.message ? [`Its base is now ${codeSpan(detail.message)}.`, ''] : []),
        ...problems,
        ...(problems.length > 0 ? [''] : []),
        AGAIN,
      ];
    case 'draft':
    case 'changes_requested':
    case 'protected_paths':
      return [...problems, ...(problems.length > 0 ? [''] : []), AGAIN];
    case 'permission_lost':
      return [
        ...(problems.length > 0
          ? problems
          : [`${codeSpan(detail.by ?? entry.requester.login)} asked for it and no longer has the right to.`]),
        '',
        'Somebody with write access, or a maintainer, can ask again with `/merge`.',
      ];
    case 'push_denied':
      return [
        ...said(detail.message),
        `A maintainer has to let this App update ${codeSpan(lane.branch)} (branch protection or rulesets; changes to workflow files also need the App's permission for workflows). Then ask again with \`/retry\`.`,
      ];
    case 'target_missing':
      return [
        `A maintainer has to make ${codeSpan(lane.branch)} again, then resume the queue. Ask again with \`/retry\` after that.`,
      ];
    case 'dequeued':
      return [
        ...(problems.length > 0 ? problems : [`Asked for by ${codeSpan(detail.by ?? 'a maintainer')}.`]),
        '',
        'This head does not come back by itself; ask with `/merge` when it should.',
      ];
    case 'expired':
      return [
        ...(detail.verdicts?.length ? [gateTable(detail.verdicts), ''] : []),
        ...(problems.length > 0 ? [...problems, ''] : []),
        'Look at what it waits for, then ask again with `/merge`.',
      ];
    case 'internal':
      if (detail.missed) return missedLanding(ejection, detail.missed);
      return [
        ...said(detail.message),
        'Nothing has landed. Ask again with `/retry`; if it happens again, tell whoever runs Flotilla here.',
      ];
    default:
      return assertNever(reason);
  }
}

function conflict({ entry, lane, conflict }: Ejection): readonly string[] {
  const files = conflict?.files ?? [];
  const culprits = conflict?.culprits ?? [];
  return [
    ...(files.length > 0
      ? [
          'Files changed on both sides since they parted (the conflict is in some of them):',
          '',
          ...files.slice(0, 50).map((file) => `- ${codeSpan(file)}`),
          ...(files.length > 50 ? [`- and ${files.length - 50} more`] : []),
          '',
        ]
      : []),
    ...(culprits.length > 0
      ? [
          'Landings that touched them:',
          '',
          ...culprits.slice(0, 20).map(({ pull, landed }) => `- #${pull} (${codeSpan(landed.slice(0, 12))})`),
          '',
        ]
      : []),
    'To mend it:',
    '',
    '```sh',
    'git fetch origin',
    `git checkout -B flotilla-fix ${entry.head}`,
    `git merge ${shellSafe(`origin/${lane.branch}`)}   # resolve, test, commit`,
    "git push origin HEAD:<this pull request's branch>",
    '```',
    '',
    'The queue has moved on to the next entry. The new head comes back once its gates pass.',
  ];
}

/** GitHub moved the branch for it, and the branch does not contain it. */
function missedLanding(
  { entry, lane }: Ejection,
  { sha, merged }: NonNullable<Ejection['detail']['missed']>,
): readonly string[] {
  const branch = codeSpan(lane.branch);
  return [
    `All gates had passed and GitHub took ${codeSpan(sha.slice(0, 12))} as the new tip of ${branch}, but the branch does not contain it: most likely somebody moved it back. A maintainer has let the queue go on without it, so its task is not done.`,
    '',
    merged
      ? `GitHub shows #${entry.pull} as merged all the same, so it cannot come back. If the change is still wanted, open a new pull request from its branch.`
      : 'If the change is still wanted, ask again with `/retry`.',
  ];
}

function gates({ detail, reason }: Ejection, problems: readonly string[]): readonly string[] {
  const bad = (detail.verdicts ?? []).filter((verdict) => verdict.state !== 'passed');
  return [
    ...(bad.length > 0 ? [gateTable(bad), ''] : []),
    ...(problems.length > 0 ? [...problems, ''] : []),
    'The gates ran on the commit that merging would have made, so this can fail though the head alone passes.',
    reason === 'gate_timeout'
      ? 'If a gate never began, look whether its workflow listens to `flotilla/candidate/**`. Ask again with `/retry`.'
      : 'Mend it and push, or, if the failure has nothing to do with this change, ask again with `/retry`.',
  ];
}

function said(message: string | undefined): readonly string[] {
  return message ? [`GitHub said: ${escapeText(message)}`, ''] : [];
}

/** Branch names come from checked configuration; anything unusual is left for the reader to fill in. */
function shellSafe(ref: string): string {
  return /^[A-Za-z0-9._/-]+$/.test(ref) ? ref : '<the target branch>';
}
