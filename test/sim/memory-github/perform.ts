import { labelChanges } from '../../../src/core/label-changes.ts';
import type { EffectBody } from '../../../src/core/model/effect.ts';
import { GitHubRefused } from '../../../src/ports.ts';
import type { GitHubModel } from './github-model.ts';
import type { By, CommentRecord } from './records.ts';
import { createVersioned } from './versioned.ts';

interface Known {
  readonly externalId: number | null;
  readonly key: string;
  readonly lookFirst: boolean;
}

/** Makes one effect visible as the adapter does: comments by their marker, check runs by their external id. */
export function perform(
  model: GitHubModel,
  by: By,
  effect: EffectBody,
  known: Known,
  readAt: number,
): number | null {
  switch (effect.kind) {
    case 'comment': {
      const sent = known.lookFirst ? findOwn(model, effect.issue, known.key, readAt) : null;
      return known.externalId ?? sent?.id ?? post(model, by, effect, known.key);
    }
    case 'sticky':
      return keep(model, by, effect, known, readAt);
    case 'reaction':
      return react(model, by, effect);
    case 'labels':
      return setLabels(model, by, effect);
    case 'reopen': {
      model.changeIssue(effect.issue, { state: 'open', stateReason: 'reopened' }, { action: 'reopened' }, by);
      return null;
    }
    // The simulated issues have no native links.
    case 'dependency':
      return null;
    case 'issue': {
      const own = [...model.issues.values()].find((one) => one.key === known.key && one.createdAt <= readAt);
      return (
        known.externalId ??
        (known.lookFirst && own ? own.number : model.openIssue(effect, by, known.key).number)
      );
    }
    case 'check':
      return publish(model, effect, known, readAt);
  }
}

function post(
  model: GitHubModel,
  by: By,
  { issue, body }: { issue: number; body: string },
  key: string,
): number {
  if (!model.issues.has(issue) && !model.pulls.has(issue)) throw new GitHubRefused(`no thread ${issue}`, 404);
  return model.comment(issue, body, by, key).id;
}

function keep(
  model: GitHubModel,
  by: By,
  effect: { issue: number; body: string },
  { externalId, key, lookFirst }: Known,
  readAt: number,
): number {
  const known = model.comments.find(({ id }) => id === externalId);
  if (known && !known.gone.get()) {
    known.body.set(model.now(), effect.body);
    return known.id;
  }
  const sent = lookFirst ? findOwn(model, effect.issue, key, readAt) : null;
  if (!sent || sent === known) return post(model, by, effect, key);
  sent.body.set(model.now(), effect.body);
  return sent.id;
}

function findOwn(model: GitHubModel, thread: number, key: string, readAt: number): CommentRecord | null {
  const own = model.comments.filter(
    (comment) =>
      comment.byApp &&
      comment.thread === thread &&
      comment.key === key &&
      comment.createdAt <= readAt &&
      !comment.gone.at(readAt),
  );
  return own.at(-1) ?? null;
}

function react(
  model: GitHubModel,
  by: By,
  { commentId, content }: { commentId: number; content: string },
): number | null {
  const comment = model.comments.find(({ id }) => id === commentId);
  if (!comment || comment.gone.get()) return null;
  const known = comment.reactions.find((one) => one.by === by.account.id && one.content === content);
  if (known) return known.id;
  const id = model.nextId();
  comment.reactions.push({ by: by.account.id, content, id });
  return id;
}

function setLabels(
  model: GitHubModel,
  by: By,
  { issue: number, close, ...wanted }: Extract<EffectBody, { kind: 'labels' }>,
): null {
  const record = model.issues.get(number);
  if (!record) throw new GitHubRefused(`there is no issue ${number}`, 404);
  const { labels } = record.snapshot.get();
  const { add, remove } = labelChanges(labels, wanted);
  for (const label of add) {
    const now = record.snapshot.get().labels;
    model.changeIssue(number, { labels: [...now, label] }, { action: 'labeled', label }, by);
  }
  for (const label of remove) {
    const kept = record.snapshot.get().labels.filter((one) => one !== label);
    model.changeIssue(number, { labels: kept }, { action: 'unlabeled', label }, by);
  }
  if (close && record.snapshot.get().state === 'open')
    model.changeIssue(number, { state: 'closed', stateReason: 'completed' }, { action: 'closed' }, by);
  return null;
}

/** A completed run is not opened again: a new one of the same name follows. */
function publish(
  model: GitHubModel,
  { check }: Extract<EffectBody, { kind: 'check' }>,
  { externalId, key, lookFirst }: Known,
  readAt: number,
): number {
  const own = model.checks.filter((one) => one.key === key && one.createdAt <= readAt);
  const found = lookFirst ? own.at(-1) : undefined;
  const known = model.checks.find(({ id }) => id === (found?.id ?? externalId));
  const { status, conclusion, title } = check;
  if (known && (known.state.get().status !== 'completed' || status === 'completed')) {
    known.state.set(model.now(), { status, conclusion, title });
    return known.id;
  }
  const id = model.nextId();
  const state = createVersioned<{ status: string; conclusion: string | null; title: string }>(model.now(), {
    status,
    conclusion,
    title,
  });
  model.checks.push({
    id,
    appId: 1,
    app: 'flotilla',
    name: check.name,
    sha: check.sha as never,
    key,
    createdAt: model.now(),
    state,
  });
  return id;
}
