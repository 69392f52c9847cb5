import type { RepoEvent } from '../../../src/core/model/event.ts';
import type { Sha } from '../../../src/core/model/ids.ts';
import type { IssueTurn } from '../../../src/core/model/issue-turn.ts';
import type { PullSnapshot } from '../../../src/core/model/pull.ts';
import type { IssueSnapshot } from '../../../src/core/model/task.ts';
import { createGit, type Git } from './git.ts';
import type {
  By,
  CheckRecord,
  CommentRecord,
  IssueRecord,
  PullRecord,
  RefMove,
  RunRecord,
} from './records.ts';
import { createVersioned, type Versioned } from './versioned.ts';

export const DEFAULT_BRANCH = 'main';

/** What is true on GitHub, with its past, and what follows from each change. */
export interface GitHubModel {
  readonly git: Git;
  readonly refs: ReadonlyMap<string, Versioned<Sha | null>>;
  readonly pulls: ReadonlyMap<number, PullRecord>;
  readonly issues: ReadonlyMap<number, IssueRecord>;
  readonly comments: readonly CommentRecord[];
  readonly checks: CheckRecord[];
  readonly runs: RunRecord[];
  readonly moves: readonly RefMove[];
  readonly permissions: Map<number, Versioned<'admin' | 'maintain' | 'write' | 'read' | 'none'>>;
  readonly now: () => number;
  readonly nextId: () => number;
  readonly tip: (branch: string, at?: number) => Sha | null;
  readonly moveRef: (branch: string, after: Sha | null, by: By) => void;
  readonly openIssue: (
    issue: Pick<IssueSnapshot, 'title' | 'body' | 'labels'>,
    by: By,
    key?: string | null,
  ) => IssueRecord;
  readonly changeIssue: (number: number, change: Partial<IssueSnapshot>, event: IssueChange, by: By) => void;
  readonly openPull: (
    pull: Pick<PullSnapshot, 'title' | 'body' | 'draft' | 'headRef' | 'baseRef'>,
    by: By,
  ) => PullRecord;
  readonly changePull: (number: number, change: Partial<PullSnapshot>, action: PullAction, by: By) => void;
  readonly comment: (thread: number, body: string, by: By, key?: string | null) => CommentRecord;
  readonly emit: (event: RepoEvent, by: By) => void;
  /** Told of every move of a branch, before its events go out. */
  onMove: (move: RefMove) => void;
  onPush: (branch: string, commit: Sha, by: By) => void;
  onPull: (pull: PullRecord, by: By) => void;
  onEvent: (event: RepoEvent, by: By) => void;
}

type PullAction = Extract<RepoEvent, { kind: 'pull' }>['action'];
interface IssueChange {
  readonly action: Extract<RepoEvent, { kind: 'issue' }>['action'];
  readonly label?: string;
}

export function createGitHubModel(now: () => number): GitHubModel {
  const git = createGit();
  const refs = new Map<string, Versioned<Sha | null>>();
  const pulls = new Map<number, PullRecord>();
  const issues = new Map<number, IssueRecord>();
  const comments: CommentRecord[] = [];
  const moves: RefMove[] = [];
  let lastNumber = 0;
  let lastId = 1000;

  /** GitHub's times have whole seconds. */
  const time = () => new Date(Math.floor(now() / 1000) * 1000);
  const nextId = () => {
    lastId += 1;
    return lastId;
  };

  function turn(action: IssueTurn['action'], label: string | null, by: By): IssueTurn {
    return { action, label, by: by.account, bySelf: by.app, at: time() };
  }

  function tip(branch: string, at = now()): Sha | null {
    return refs.get(branch)?.at(at) ?? null;
  }

  function setRef(branch: string, after: Sha | null): void {
    const known = refs.get(branch);
    if (known) {
      known.set(now(), after);
      return;
    }
    const made = createVersioned<Sha | null>(0, null);
    made.set(now(), after);
    refs.set(branch, made);
  }

  function moveRef(branch: string, after: Sha | null, by: By): void {
    const before = tip(branch);
    if (before === after) return;
    setRef(branch, after);
    const move: RefMove = { at: now(), branch, before, after, by };
    moves.push(move);
    model.onMove(move);
    if (before === null) model.emit({ kind: 'branch_created', branch }, by);
    if (after === null) {
      model.emit({ kind: 'branch_deleted', branch }, by);
      for (const pull of openPulls((one) => one.headRef === branch || one.baseRef === branch))
        changePull(pull.number, { state: 'closed' }, 'closed', by);
      return;
    }
    const fresh = [...git.history(after)].filter((one) => before === null || !git.contains(before, one));
    const commits = fresh.slice(0, 20).map((one) => ({ sha: one, message: git.get(one).message, url: '' }));
    model.emit({ kind: 'push', branch, after, commits }, by);
    for (const pull of openPulls((one) => one.headRef === branch)) {
      changePull(pull.number, { head: after }, 'synchronize', by);
      model.onPull(pull, by);
    }
    markMerged(by);
    model.onPush(branch, after, by);
  }

  function openPulls(matches: (pull: PullSnapshot) => boolean): readonly PullRecord[] {
    return [...pulls.values()].filter(({ snapshot }) => {
      const pull = snapshot.get();
      return pull.state === 'open' && matches(pull);
    });
  }

  /** What is contained in its base counts as merged. */
  function markMerged(by: By): void {
    for (const pull of openPulls(() => true)) {
      const { baseRef, head } = pull.snapshot.get();
      const base = tip(baseRef);
      if (base !== null && git.contains(base, head))
        changePull(pull.number, { state: 'merged' }, 'closed', by);
    }
  }

  function changePull(number: number, change: Partial<PullSnapshot>, action: PullAction, by: By): void {
    const record = pulls.get(number);
    if (!record) throw new Error(`there is no pull request ${number}`);
    const pull = { ...record.snapshot.get(), ...change, updatedAt: time() };
    record.snapshot.set(now(), pull);
    model.emit({ kind: 'pull', action, pull }, by);
  }

  const model: GitHubModel = {
    git,
    refs,
    pulls,
    issues,
    comments,
    checks: [],
    runs: [],
    moves,
    permissions: new Map(),
    now,
    nextId,
    tip,
    moveRef,
    changePull,
    openIssue({ title, body, labels }, by, key = null as string | null) {
      lastNumber += 1;
      const snapshot: IssueSnapshot = {
        number: lastNumber,
        title,
        body,
        labels,
        state: 'open',
        stateReason: null,
        author: by.account.id,
        authorLogin: by.account.login,
        updatedAt: time(),
        hasParent: false,
        parent: null,
        blockers: 0,
        hasChildren: false,
        milestone: null,
      };
      const record = {
        number: lastNumber,
        key,
        createdAt: now(),
        snapshot: createVersioned(now(), snapshot),
        turned: createVersioned<{ by: By; at: Date } | null>(now(), null),
        turns: labels.map((label) => turn('labeled', label, by)),
      };
      issues.set(lastNumber, record);
      model.emit({ kind: 'issue', action: 'opened', issue: snapshot, label: null }, by);
      return record;
    },
    changeIssue(number, change, { action, label = null as string | null }, by) {
      const record = issues.get(number);
      if (!record) throw new Error(`there is no issue ${number}`);
      const issue = { ...record.snapshot.get(), ...change, updatedAt: time() };
      if (issue.state !== record.snapshot.get().state) record.turned.set(now(), { by, at: time() });
      if (action === 'labeled' || action === 'unlabeled' || action === 'reopened')
        record.turns.push(turn(action, label, by));
      record.snapshot.set(now(), issue);
      model.emit({ kind: 'issue', action, issue, label }, by);
    },
    openPull({ title, body, draft, headRef, baseRef }, by) {
      const head = tip(headRef);
      if (head === null) throw new Error(`there is no branch ${headRef}`);
      lastNumber += 1;
      const snapshot: PullSnapshot = {
        number: lastNumber,
        title,
        body,
        state: 'open',
        draft,
        head,
        headRef,
        baseRef,
        fork: false,
        author: by.account,
        updatedAt: time(),
      };
      const record: PullRecord = {
        number: lastNumber,
        snapshot: createVersioned(now(), snapshot),
        reviews: createVersioned(now(), []),
      };
      pulls.set(lastNumber, record);
      model.emit({ kind: 'pull', action: 'opened', pull: snapshot }, by);
      model.onPull(record, by);
      return record;
    },
    comment(thread, body, by, key = null) {
      const comment: CommentRecord = {
        id: nextId(),
        thread,
        author: by.account,
        byApp: by.app,
        key,
        createdAt: now(),
        body: createVersioned(now(), body),
        gone: createVersioned(now(), false),
        reactions: [],
      };
      comments.push(comment);
      const isPull = pulls.has(thread);
      model.emit({ kind: 'comment', issue: thread, isPull, commentId: comment.id, body }, by);
      return comment;
    },
    emit: (event, by) => model.onEvent(event, by),
    onMove: () => undefined,
    onPush: () => undefined,
    onPull: () => undefined,
    onEvent: () => undefined,
  };
  return model;
}
