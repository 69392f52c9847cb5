import { diffTrees, type FileChange } from '../git/diff-trees.ts';
import { commitsBetween, isAncestor, mergeBase } from '../git/graph.ts';
import { mergeCommits, mergeTree } from '../git/merge-commits.ts';
import { mustGit } from '../git/run-git.ts';
import { writeCommit } from '../git/write-commit.ts';
import { emit } from '../hooks/emit.ts';
import { HttpError, invalid } from '../http/http-error.ts';
import type { Actor, Pull, Repository, Review } from '../model.ts';
import { noDetail, renderPull, renderReview, type PullDetail } from '../render/pull.ts';
import { nodeId, type Twin } from '../twin.ts';
import { markMerged, rememberPull } from './follow-pulls.ts';
import { emitIssue, newIssueRecord } from './issues.ts';
import { signatureOf } from './signature.ts';
import { updateRefsHeld } from './update-refs.ts';

export interface NewPull {
  readonly title: string;
  readonly body?: string | null;
  readonly head: string;
  readonly base: string;
  readonly draft?: boolean;
  readonly headRepo?: Repository;
}

/** Opens a pull request; refuses as GitHub does when a branch is missing, nothing differs, or one is open already. */
export async function openPull(twin: Twin, repo: Repository, actor: Actor, o: NewPull): Promise<Pull> {
  const headRepo = o.headRepo ?? repo;
  const headSha = headRepo.refs.get(`refs/heads/${o.head}`);
  const baseSha = repo.refs.get(`refs/heads/${o.base}`);
  if (headSha === undefined) throw invalid('PullRequest', 'head', 'invalid');
  if (baseSha === undefined) throw invalid('PullRequest', 'base', 'invalid');
  if (
    openPulls(repo).some(
      (one) => one.headRepo === headRepo && one.headRef === o.head && one.baseRef === o.base,
    )
  ) {
    throw invalid(
      'PullRequest',
      '',
      'custom',
      `A pull request already exists for ${headRepo.owner.login}:${o.head}.`,
    );
  }
  if (headRepo !== repo) await mustGit(repo.git.dir, ['fetch', '-q', headRepo.git.dir, headSha]);
  if (await isAncestor(repo.git, headSha, baseSha)) {
    throw invalid('PullRequest', '', 'custom', `No commits between ${o.base} and ${o.head}`);
  }
  const issue = newIssueRecord(twin, repo, actor, { title: o.title, body: o.body ?? null }, 'PR');
  const pull: Pull = {
    id: twin.nextId(),
    nodeId: issue.nodeId,
    issue,
    headRepo,
    headRef: o.head,
    headSha,
    baseRef: o.base,
    baseSha,
    draft: o.draft ?? false,
    mergedAt: undefined,
    mergedBy: undefined,
    mergeCommitSha: undefined,
    reviews: [],
    mergeability: undefined,
  };
  issue.pull = pull;
  emitIssue(twin, issue, actor, 'opened');
  return pull;
}

export function openPulls(repo: Repository): Pull[] {
  return [...repo.issues.values()].flatMap(({ pull, state }) => (pull && state === 'open' ? [pull] : []));
}

export function retargetPull(twin: Twin, pull: Pull, actor: Actor, base: string): void {
  const { repo } = pull.issue;
  const sha = repo.refs.get(`refs/heads/${base}`);
  if (sha === undefined) throw invalid('PullRequest', 'base', 'invalid');
  const changes = { base: { ref: { from: pull.baseRef }, sha: { from: pull.baseSha } } };
  rememberPull(pull);
  Object.assign(pull, { baseRef: base, baseSha: sha });
  pull.issue.updatedAt = twin.now();
  emitIssue(twin, pull.issue, actor, 'edited', { changes });
}

export function setDraft(twin: Twin, pull: Pull, actor: Actor, draft: boolean): void {
  if (pull.draft === draft) return;
  rememberPull(pull);
  pull.draft = draft;
  pull.issue.updatedAt = twin.now();
  emitIssue(twin, pull.issue, actor, draft ? 'converted_to_draft' : 'ready_for_review');
}

export function reviewPull(
  twin: Twin,
  pull: Pull,
  actor: Actor,
  o: { state: Review['state']; body?: string; commit?: string },
): Review {
  const id = twin.nextId();
  const { state, body = '', commit = pull.headSha } = o;
  const review: Review = {
    id,
    nodeId: nodeId('PRR', id),
    user: actor.user,
    body,
    state,
    commit,
    submittedAt: twin.now(),
  };
  pull.reviews.push(review);
  pull.issue.updatedAt = twin.now();
  emitReview(twin, pull, actor, review, 'submitted');
  return review;
}

export function dismissReview(twin: Twin, pull: Pull, actor: Actor, review: Review): void {
  review.state = 'DISMISSED';
  emitReview(twin, pull, actor, review, 'dismissed');
}

function emitReview(
  twin: Twin,
  pull: Pull,
  actor: Actor,
  review: Review,
  action: 'submitted' | 'dismissed',
): void {
  emit(twin, pull.issue.repo, actor, 'pull_request_review', () => {
    const { merged: _, ...rest } = renderPull(twin, pull);
    return { action, review: renderReview(twin, pull, review, true), pull_request: rest };
  });
}

/** A person's merge through the page or the API. `base` may have moved: GitHub merges what is there now. */
export function mergePull(
  twin: Twin,
  pull: Pull,
  actor: Actor,
  o: { method?: 'merge' | 'squash' | 'rebase'; title?: string; message?: string; sha?: string } = {},
): Promise<string> {
  const { repo, number, title } = pull.issue;
  return repo.git.exclusively(async () => {
    if (o.sha !== undefined && o.sha !== pull.headSha) {
      throw new HttpError(409, 'Head branch was modified. Review and try the merge again.');
    }
    const base = repo.refs.get(`refs/heads/${pull.baseRef}`);
    if (pull.issue.state === 'closed' || pull.draft || base === undefined)
      throw new HttpError(405, 'Pull Request is not mergeable');
    const author = signatureOf(twin, actor.user);
    const heading =
      o.title ?? `Merge pull request #${number} from ${pull.headRepo.owner.login}/${pull.headRef}`;
    const merged = await mergeCommits(repo.git, {
      base,
      head: pull.headSha,
      message: `${heading}\n\n${o.message ?? title}`,
      author,
    });
    if (merged === undefined) throw new HttpError(405, 'Pull Request is not mergeable');
    const after =
      o.method === 'squash' || o.method === 'rebase'
        ? await squash(repo, merged, base, `${o.title ?? title} (#${number})`, author)
        : merged;
    const ref = `refs/heads/${pull.baseRef}`;
    const refusal = await updateRefsHeld(twin, repo, actor, [{ ref, before: base, after, force: false }]);
    if (refusal)
      throw new HttpError(
        405,
        refusal.kind === 'protected' ? refusal.message : 'Pull Request is not mergeable',
      );
    if (pull.issue.state === 'open') await markMerged(twin, pull, actor, after);
    return after;
  });
}

async function squash(
  repo: Repository,
  merged: string,
  base: string,
  message: string,
  author: ReturnType<typeof signatureOf>,
) {
  const tree = (await repo.git.commit(merged))?.tree ?? '';
  return writeCommit(repo.git, { tree, parents: [base], message, author });
}

/** Changed files against the merge base, as the Files tab shows them. */
export async function pullFiles(pull: Pull): Promise<readonly FileChange[]> {
  const { git } = pull.issue.repo;
  const base = pull.issue.repo.refs.get(`refs/heads/${pull.baseRef}`) ?? pull.baseSha;
  const from = pull.mergedAt ? pull.baseSha : base;
  return diffTrees(git, await mergeBase(git, from, pull.headSha), pull.headSha);
}

/** The counts of one read, and mergeability: unknown for the first reads after head or base moved. */
export async function pullDetail(twin: Twin, pull: Pull): Promise<PullDetail> {
  const { repo } = pull.issue;
  const base = repo.refs.get(`refs/heads/${pull.baseRef}`);
  if (base === undefined) return noDetail;
  const files = await pullFiles(pull);
  const commits = await commitsBetween(repo.git, [pull.headSha], [pull.mergedAt ? pull.baseSha : base]);
  return {
    mergeable: await readMergeability(twin, pull, base),
    commits: commits.length,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changedFiles: files.length,
  };
}

async function readMergeability(twin: Twin, pull: Pull, base: string): Promise<boolean | null> {
  const key = `${pull.headSha} ${base}`;
  if (pull.mergeability?.key !== key)
    pull.mergeability = { key, value: null, nullReads: twin.knobState.nullReads };
  const state = pull.mergeability;
  if (state.nullReads > 0) {
    state.nullReads -= 1;
    return null;
  }
  state.value ??= (await mergeTree(pull.issue.repo.git, base, pull.headSha)).kind === 'clean';
  return state.value;
}
