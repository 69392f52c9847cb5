import { firstParents } from '../git/graph.ts';
import { writeFiles } from '../git/write-files.ts';
import type {
  AppIdentity,
  CheckRun,
  Comment,
  Deployment,
  Issue,
  Level,
  PullNotice,
  PushNotice,
  Pull,
  Repository,
  Review,
  Ruleset,
} from '../model.ts';
import { addComment, deleteComment, editComment } from '../operations/comments.ts';
import { createCheckRun, emitCheckRun, type CheckFields } from '../operations/checks.ts';
import { addDeploymentStatus, createDeployment } from '../operations/deployments.ts';
import { addBlockedBy, addSubIssue, removeBlockedBy, removeSubIssue } from '../operations/issue-links.ts';
import {
  addLabels,
  closeIssue,
  deleteIssue,
  editIssue,
  openIssue,
  removeLabel,
  reopenIssue,
  setMilestone,
  transferIssue,
} from '../operations/issues.ts';
import { createLabel, createMilestone, findLabel, findOrCreateLabel } from '../operations/labels.ts';
import { mergePull, openPull, retargetPull, reviewPull, setDraft } from '../operations/pulls.ts';
import { forkRepository, setPermission } from '../operations/repositories.ts';
import { setRuleset } from '../operations/rulesets.ts';
import { signatureOf } from '../operations/signature.ts';
import { updateRefsHeld } from '../operations/update-refs.ts';
import { createUser } from '../operations/users.ts';
import type { Twin } from '../twin.ts';
import { actAs, type By } from './act-as.ts';
import { twinActions, type TwinActions } from './twin-actions.ts';

type IssueLike = number | { readonly number: number };
type CommentLike = number | { readonly id: number };

export interface CheckPost extends CheckFields {
  readonly name: string;
  readonly sha: string;
}

/** A repository with what people, agents and their tools do in it. Nothing here asks for permissions: use tokens for that. */
export interface TwinRepository {
  readonly id: number;
  readonly nodeId: string;
  readonly owner: string;
  readonly name: string;
  readonly fullName: string;
  readonly defaultBranch: string;
  readonly cloneUrl: string;
  readonly state: Repository;
  readonly actions: TwinActions;
  openIssue(o: {
    title: string;
    body?: string;
    labels?: readonly string[];
    milestone?: string;
    by?: By;
  }): Issue;
  editIssue(issue: IssueLike, o: { title?: string; body?: string; by?: By }): void;
  closeIssue(issue: IssueLike, o?: { reason?: 'completed' | 'not_planned'; by?: By }): void;
  reopenIssue(issue: IssueLike, o?: { by?: By }): void;
  deleteIssue(issue: IssueLike, o?: { by?: By }): void;
  transferIssue(issue: IssueLike, to: TwinRepository, o?: { by?: By }): Issue;
  issue(issue: IssueLike): Issue;
  createLabel(name: string, o?: { by?: By }): void;
  label(issue: IssueLike, name: string, o?: { by?: By }): void;
  unlabel(issue: IssueLike, name: string, o?: { by?: By }): void;
  milestone(issue: IssueLike, title: string | undefined, o?: { by?: By }): void;
  addSubIssue(parent: IssueLike, child: IssueLike, o?: { by?: By }): void;
  removeSubIssue(parent: IssueLike, child: IssueLike, o?: { by?: By }): void;
  addBlockedBy(blocked: IssueLike, blocking: IssueLike, o?: { by?: By }): void;
  removeBlockedBy(blocked: IssueLike, blocking: IssueLike, o?: { by?: By }): void;
  comment(issue: IssueLike, by: By, body: string): Comment;
  editComment(comment: CommentLike, by: By, body: string): void;
  deleteComment(comment: CommentLike, o?: { by?: By }): void;
  comments(issue: IssueLike): readonly Comment[];
  openPull(o: {
    title: string;
    head: string;
    base: string;
    body?: string;
    draft?: boolean;
    by?: By;
    headRepo?: TwinRepository;
  }): Promise<Issue & { pull: Pull }>;
  pull(issue: IssueLike): Pull;
  closePull(issue: IssueLike, o?: { by?: By }): void;
  reopenPull(issue: IssueLike, o?: { by?: By }): void;
  mergePull(issue: IssueLike, o?: { by?: By; method?: 'merge' | 'squash' | 'rebase' }): Promise<string>;
  retarget(issue: IssueLike, base: string, o?: { by?: By }): void;
  markReady(issue: IssueLike, o?: { by?: By }): void;
  convertToDraft(issue: IssueLike, o?: { by?: By }): void;
  review(issue: IssueLike, o: { state: Review['state']; by: By; body?: string; commit?: string }): Review;
  /** Commits the files (`null` removes one) on the branch, made from `from` (default branch) if absent; answers the sha. With `force` the commit goes on `from` and the branch is moved there. */
  pushFiles(o: {
    branch: string;
    files: Readonly<Record<string, string | null>>;
    message?: string;
    from?: string;
    by?: By;
    force?: boolean;
  }): Promise<string>;
  createBranch(name: string, o?: { from?: string; by?: By }): Promise<string>;
  deleteBranch(name: string, o?: { by?: By }): Promise<void>;
  /** Makes a ruleset, or makes the one of that name anew; answers how to take it away. */
  setRuleset(o: Pick<Ruleset, 'name' | 'branches' | 'rules'> & { bypass?: readonly number[] }): () => void;
  branchTip(name: string): string | undefined;
  branches(): readonly string[];
  /** Newest first. */
  firstParentCommits(branch: string): Promise<string[]>;
  treeOf(sha: string): Promise<string | undefined>;
  parentsOf(sha: string): Promise<readonly string[]>;
  readFile(at: string, path: string): Promise<string | undefined>;
  fork(owner: By): Promise<TwinRepository>;
  setPermission(login: By, level: Level): void;
  createDeployment(o: { ref: string; environment?: string; by?: By }): Deployment;
  deploymentStatus(
    deployment: Deployment,
    o: { state: string; targetUrl?: string; description?: string; by?: By },
  ): void;
  /** A check run of another App (made on first use, `actions` being GitHub Actions itself: a forged check). */
  postCheckRun(o: CheckPost & { by: string }): Promise<CheckRun>;
  setExternalAppCheck(o: CheckPost & { app: string }): Promise<CheckRun>;
  checkRuns(sha: string, name?: string): readonly CheckRun[];
  /** A person presses a button of a check run on the page. */
  pressCheckButton(run: { readonly id: number }, identifier: string, by: By): void;
  rerequestCheck(run: { readonly id: number }, by: By): void;
  onPush(listener: (notice: PushNotice) => void): () => void;
  onPullRequest(listener: (notice: PullNotice) => void): () => void;
}

/** Wraps a repository's state in the handle that tests, agents and the demo use. */
export function twinRepository(twin: Twin, repo: Repository): TwinRepository {
  const issue = (like: IssueLike): Issue => {
    const found = repo.issues.get(typeof like === 'number' ? like : like.number);
    if (!found)
      throw new Error(
        `There is no issue ${JSON.stringify(typeof like === 'number' ? like : like.number)} in ${repo.name}.`,
      );
    return found;
  };
  const pull = (like: IssueLike): Pull => {
    const found = issue(like).pull;
    if (!found) throw new Error(`#${issue(like).number} is not a pull request.`);
    return found;
  };
  const as = (o: { by?: By } | undefined) => actAs(twin, repo, o?.by);
  const tip = (branch: string): string | undefined => repo.refs.get(`refs/heads/${branch}`);
  const comment = (like: CommentLike): Comment => {
    const found = repo.comments.get(typeof like === 'number' ? like : like.id);
    if (!found) throw new Error('There is no such comment.');
    return found;
  };
  const checkRun = (id: number): CheckRun => {
    const found = repo.checkRuns.find((run) => run.id === id);
    if (!found) throw new Error(`There is no check run ${id}.`);
    return found;
  };
  const move = async (
    branch: string,
    after: string | null,
    by: By | undefined,
    force: boolean,
  ): Promise<void> => {
    const refusal = await updateRefsHeld(twin, repo, as(by === undefined ? undefined : { by }), [
      { ref: `refs/heads/${branch}`, before: undefined, after, force },
    ]);
    if (refusal) throw new Error(`${branch} was refused: ${refusal.kind}`);
  };
  const externalApp = (slug: string): AppIdentity => {
    if (slug === 'actions' || slug === 'github-actions') return twin.actionsApp;
    const known = twin.otherApps.get(slug);
    if (known) return known;
    const owner = createUser(twin, { login: slug, type: 'User' });
    const app = {
      id: twin.nextId(),
      slug,
      name: slug,
      owner,
      permissions: { checks: 'write' as const },
      events: [],
    };
    twin.otherApps.set(slug, app);
    return app;
  };
  const postCheck = ({ sha, ...o }: CheckPost, app: AppIdentity): Promise<CheckRun> => {
    const user = createUser(twin, { login: `${app.slug}[bot]`, type: 'Bot' });
    return createCheckRun(twin, repo, { user, app }, { ...o, headSha: sha, app });
  };

  return {
    id: repo.id,
    nodeId: repo.nodeId,
    get owner() {
      return repo.owner.login;
    },
    get name() {
      return repo.name;
    },
    get fullName() {
      return `${repo.owner.login}/${repo.name}`;
    },
    defaultBranch: repo.defaultBranch,
    get cloneUrl() {
      return `${twin.url}/${repo.owner.login}/${repo.name}.git`;
    },
    state: repo,
    actions: twinActions(twin, repo),
    openIssue({ by, milestone, ...o }) {
      const actor = as(by === undefined ? undefined : { by });
      const found = milestone === undefined ? undefined : milestoneNamed(twin, repo, milestone);
      return openIssue(twin, repo, actor, found ? { ...o, milestone: found } : o);
    },
    editIssue: (like, o) => editIssue(twin, issue(like), as(o), o),
    closeIssue: (like, o) => closeIssue(twin, issue(like), as(o), o?.reason ?? 'completed'),
    reopenIssue: (like, o) => reopenIssue(twin, issue(like), as(o)),
    deleteIssue: (like, o) => deleteIssue(twin, issue(like), as(o)),
    transferIssue: (like, to, o) => transferIssue(twin, issue(like), as(o), to.state),
    issue,
    createLabel: (name, o) => void createLabel(twin, repo, as(o), { name }),
    label: (like, name, o) =>
      addLabels(twin, issue(like), as(o), [findOrCreateLabel(twin, repo, as(o), name)]),
    unlabel(like, name, o) {
      const label = findLabel(repo, name);
      if (label) removeLabel(twin, issue(like), as(o), label);
    },
    milestone: (like, title, o) =>
      setMilestone(
        twin,
        issue(like),
        as(o),
        title === undefined ? undefined : milestoneNamed(twin, repo, title),
      ),
    addSubIssue: (parent, child, o) => addSubIssue(twin, issue(parent), issue(child), as(o)),
    removeSubIssue: (parent, child, o) => removeSubIssue(twin, issue(parent), issue(child), as(o)),
    addBlockedBy: (blocked, blocking, o) => addBlockedBy(twin, issue(blocked), issue(blocking), as(o)),
    removeBlockedBy: (blocked, blocking, o) => removeBlockedBy(twin, issue(blocked), issue(blocking), as(o)),
    comment: (like, by, body) => addComment(twin, issue(like), as({ by }), body),
    editComment: (like, by, body) => editComment(twin, comment(like), as({ by }), body),
    deleteComment: (like, o) => deleteComment(twin, comment(like), as(o)),
    comments: (like) => issue(like).comments,
    async openPull({ by, headRepo, ...o }) {
      const actor = as(by === undefined ? undefined : { by });
      const opened = await openPull(twin, repo, actor, headRepo ? { ...o, headRepo: headRepo.state } : o);
      return opened.issue as Issue & { pull: Pull };
    },
    pull,
    closePull: (like, o) => closeIssue(twin, issue(like), as(o)),
    reopenPull: (like, o) => reopenIssue(twin, issue(like), as(o)),
    mergePull: (like, o) =>
      mergePull(twin, pull(like), as(o), o?.method === undefined ? {} : { method: o.method }),
    retarget: (like, base, o) => retargetPull(twin, pull(like), as(o), base),
    markReady: (like, o) => setDraft(twin, pull(like), as(o), false),
    convertToDraft: (like, o) => setDraft(twin, pull(like), as(o), true),
    review: (like, { by, ...o }) => reviewPull(twin, pull(like), as({ by }), o),
    pushFiles: ({
      branch,
      files,
      message = `Change ${Object.keys(files).join(', ')}`,
      from,
      by,
      force = false,
    }) =>
      repo.git.exclusively(async () => {
        const start = from === undefined ? tip(repo.defaultBranch) : (tip(from) ?? from);
        const parent = force ? start : (tip(branch) ?? start);
        const author = signatureOf(twin, as(by === undefined ? undefined : { by }).user);
        const sha = await writeFiles(repo.git, { parent, files, message, author });
        await move(branch, sha, by, force);
        return sha;
      }),
    createBranch: (name, o) =>
      repo.git.exclusively(async () => {
        const from = o?.from ?? repo.defaultBranch;
        const sha = tip(from) ?? from;
        await move(name, sha, o?.by, false);
        return sha;
      }),
    setRuleset: (o) => setRuleset(twin, repo, o),
    deleteBranch: (name, o) => repo.git.exclusively(() => move(name, null, o?.by, true)),
    branchTip: tip,
    branches: () =>
      [...repo.refs.keys()].filter((ref) => ref.startsWith('refs/heads/')).map((ref) => ref.slice(11)),
    firstParentCommits(branch) {
      const sha = tip(branch);
      return sha === undefined ? Promise.resolve([]) : firstParents(repo.git, sha);
    },
    async treeOf(sha) {
      return (await repo.git.commit(sha))?.tree;
    },
    async parentsOf(sha) {
      return (await repo.git.commit(sha))?.parents ?? [];
    },
    async readFile(at, path) {
      const object = await repo.git.objects.read(`${tip(at) ?? at}:${path}`);
      return object?.type === 'blob' ? object.data.toString() : undefined;
    },
    async fork(owner) {
      return twinRepository(twin, await forkRepository(twin, repo, as({ by: owner }).user));
    },
    setPermission: (login, level) =>
      setPermission(twin, repo, { user: repo.owner }, as({ by: login }).user, level),
    createDeployment({ by, ref, ...o }) {
      const sha = tip(ref) ?? ref;
      return createDeployment(twin, repo, as(by === undefined ? undefined : { by }), { ref, sha, ...o });
    },
    deploymentStatus({ id }, { by, ...o }) {
      const deployment = repo.deployments.find((one) => one.id === id);
      if (deployment)
        addDeploymentStatus(twin, repo, as(by === undefined ? undefined : { by }), deployment, o);
    },
    postCheckRun: ({ by, ...o }) => postCheck(o, externalApp(by)),
    setExternalAppCheck: ({ app, ...o }) => postCheck(o, externalApp(app)),
    checkRuns: (sha, name) =>
      repo.checkRuns.filter((run) => run.headSha === sha && (name ?? run.name) === run.name),
    pressCheckButton: ({ id }, identifier, by) =>
      emitCheckRun(twin, repo, as({ by }), checkRun(id), 'requested_action', {
        requested_action: { identifier },
      }),
    rerequestCheck: ({ id }, by) => emitCheckRun(twin, repo, as({ by }), checkRun(id), 'rerequested'),
    onPush(listener) {
      repo.pushListeners.add(listener);
      return () => repo.pushListeners.delete(listener);
    },
    onPullRequest(listener) {
      repo.pullListeners.add(listener);
      return () => repo.pullListeners.delete(listener);
    },
  };
}

function milestoneNamed(twin: Twin, repo: Repository, title: string) {
  return (
    repo.milestones.find((one) => one.title === title) ??
    createMilestone(twin, repo, { user: repo.owner }, title)
  );
}
