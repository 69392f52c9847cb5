import type { TaskRow } from '../memory-store/rows.ts';
import type { Yard } from './create-yard.ts';

/**
 * What the tables and GitHub say in the end, one fact a line, without ids, fences and times. Left out is what may differ
 * after a loss: evidence (a push that nobody told of is in no list), activity, and pull requests that are closed (one
 * that closed before anybody told of it is in no list of open ones, and nothing of it can land any more).
 */
export function digest(yard: Yard): readonly string[] {
  return [...tables(yard), ...shown(yard)].sort();
}

function tables({ database }: Yard): readonly string[] {
  const { tasks, epics, edges, agents, assignments, pulls, lanes, entries, commands } = database.tables;
  const epicOf = new Map([...epics.rows.values()].map(({ id, key }) => [id, key]));
  const issueOf = new Map([...tasks.rows.values()].map(({ id, issue }) => [id, issue]));
  const nameOf = new Map([...agents.rows.values()].map(({ id, name }) => [id, name]));
  const task = (row: TaskRow) => {
    const { issue, title, status, priority, estimateHours, checklist, held, blockedReason, claimedPercent } =
      row;
    const said = { title, status, priority, estimateHours, checklist, held, blockedReason, claimedPercent };
    const epic = row.epicId === null ? null : epicOf.get(row.epicId);
    return `task ${issue} ${JSON.stringify({ ...said, epic })}`;
  };
  return [
    ...[...tasks.rows.values()].map(task),
    ...[...edges.rows.values()]
      .filter(({ gone }) => !gone)
      .map((row) => `#${issueOf.get(row.taskId)} waits for #${row.onIssue}: ${row.source}`),
    ...[...assignments.rows.values()].map(
      ({ taskId, agentId, status }) => `#${issueOf.get(taskId)} of ${nameOf.get(agentId)}: ${status}`,
    ),
    ...[...pulls.rows.values()]
      .filter(({ state }) => state === 'open')
      .map(({ number, title, draft, head, baseRef, taskId, judgement }) => {
        const verdict = judgement && { ...judgement, at: null };
        const about = taskId === null ? null : issueOf.get(taskId);
        return `pull ${number} ${JSON.stringify({ title, draft, head, baseRef, about, verdict })}`;
      }),
    ...[...lanes.rows.values()].map(
      ({ branch, paused, draining }) => `lane ${branch} ${JSON.stringify({ paused, draining })}`,
    ),
    ...[...entries.rows.values()].map(({ pullId, state }) => `entry of ${pullId}: ${state}`),
    ...[...commands.rows.values()].map((row) => `line ${row.commentId}:${row.line} ${row.outcome}`),
  ];
}

function shown({ github, database }: Yard): readonly string[] {
  const heads = new Map(
    [...github.pulls.values()].map(({ number, snapshot }) => [snapshot.get().head, { number, snapshot }]),
  );
  const closedPulls = [...github.pulls.values()]
    .filter(({ snapshot }) => snapshot.get().state !== 'open')
    .map(({ number }) => number);
  return [
    ...[...github.issues.values()].map(({ number, snapshot }) => {
      const { state, stateReason, labels } = snapshot.get();
      return `issue ${number} ${state} ${stateReason} ${[...labels].sort().join(', ')}`;
    }),
    ...github.comments
      .filter(({ byApp }) => byApp)
      .map(({ thread, key, body }) => {
        const kind = kindOf(key);
        // A reply names the task as it was when it was claimed; there is one all the same.
        return `said on #${thread} ${kind}${kind === 'task' ? `: ${lasting(body.get(), closedPulls)}` : ''}`;
      }),
    ...github.checks
      .filter(({ appId }) => appId === 1)
      .flatMap(({ name, sha, state }) => {
        const pull = heads.get(sha);
        if (pull?.snapshot.get().state !== 'open') return [];
        return [`check ${name} of #${pull.number} at ${sha}: ${JSON.stringify(state.get())}`];
      }),
    ...[...database.tables.deliveries.rows.values()]
      .filter(({ state }) => state !== 'handled')
      .map(({ guid, state, error }) => `delivery ${guid} is ${state}: ${error}`),
    ...[...database.tables.effects.rows.values()]
      .filter((row) => row.dead || row.version > row.sentVersion)
      .map(({ key, error }) => `effect ${key} was not sent: ${error}`),
  ];
}

/** Keys end in ids, which differ. */
function kindOf(key: string | null): string {
  return key?.split(':')[0] ?? 'by hand';
}

/**
 * A comment without the end of a lease, without evidence, without the figures of another epic (they are of the time when
 * something about the task itself changed), and without what it says of a closed pull request. */
function lasting(body: string, closedPulls: readonly number[]): string {
  return (
    (body.split('\n<details><summary>Evidence')[0] ?? '')
      .replaceAll(/(epic `[^`]*`) \([^)]*\)/g, '$1')
      .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, 'later')
      .split('\n')
      // Who wrote a text that no delivery told of is not known, so nobody has approved it.
      .filter((line) => !line.startsWith('| Text |'))
      .filter((line) => !closedPulls.some((number) => line.startsWith(`| Pull request | #${number} `)))
      .join('\n')
      .trim()
  );
}
