import { commitsBetween } from '../git/graph.ts';
import { HttpError, invalid } from '../http/http-error.ts';
import { list, ok, optionalText, pullOf, textOf, type Call, type Route } from '../http/route.ts';
import type { Pull, Repository, Review } from '../model.ts';
import { closeIssue, editIssue, reopenIssue } from '../operations/issues.ts';
import {
  dismissReview,
  mergePull,
  openPull,
  pullDetail,
  pullFiles,
  retargetPull,
  reviewPull,
} from '../operations/pulls.ts';
import { readPull } from '../operations/read-ref.ts';
import { hasLevel } from '../operations/users.ts';
import { renderCommit, renderFile } from '../render/commit.ts';
import { renderPull, renderReview, renderSimplePull } from '../render/pull.ts';
import type { Twin } from '../twin.ts';

const base = '/repos/{owner}/{repo}/pulls';
const read = ['pull_requests:read'] as const;
const write = ['pull_requests:write'] as const;

export const pullRoutes: readonly Route[] = [
  { method: 'GET', template: base, permission: read, handle: listPulls },
  { method: 'POST', template: base, permission: write, handle: postPull },
  {
    method: 'GET',
    template: `${base}/{pull_number}`,
    permission: read,
    handle: (call) => whole(call.twin, readPull(call.twin, pullOf(call))),
  },
  { method: 'PATCH', template: `${base}/{pull_number}`, permission: write, handle: patchPull },
  {
    method: 'GET',
    template: `${base}/{pull_number}/files`,
    permission: read,
    handle: async (call) => {
      const pull = pullOf(call);
      // GitHub lists no more than 3,000 files.
      const files = (await pullFiles(pull)).slice(0, 3000);
      return list(files, (file) => renderFile(call.twin, call.repo, pull.headSha, file));
    },
  },
  { method: 'GET', template: `${base}/{pull_number}/commits`, permission: read, handle: listCommits },
  {
    method: 'GET',
    template: `${base}/{pull_number}/reviews`,
    permission: read,
    handle: (call) => list(pullOf(call).reviews, (review) => renderReview(call.twin, pullOf(call), review)),
  },
  { method: 'POST', template: `${base}/{pull_number}/reviews`, permission: write, handle: postReview },
  {
    method: 'PUT',
    template: `${base}/{pull_number}/reviews/{review_id}/dismissals`,
    permission: write,
    level: 'write',
    handle: (call) => {
      const pull = pullOf(call);
      const review = pull.reviews.find((one) => one.id === Number(call.params.review_id));
      if (!review) throw new HttpError(404, 'Not Found');
      dismissReview(call.twin, pull, call.actor, review);
      return ok(renderReview(call.twin, pull, review));
    },
  },
  {
    method: 'PUT',
    template: `${base}/{pull_number}/merge`,
    permission: ['contents:write'],
    level: 'write',
    handle: putMerge,
  },
];

async function whole(twin: Twin, pull: Pull, status = 200) {
  return ok(renderPull(twin, pull, await pullDetail(twin, pull)), status);
}

function listPulls({ twin, repo, query }: Call) {
  const state = query.get('state') ?? 'open';
  const head = query.get('head');
  const branch = query.get('base');
  const found = [...repo.issues.values()]
    .flatMap(({ pull }) => (pull ? [readPull(twin, pull)] : []))
    .filter((pull) => state === 'all' || pull.issue.state === state)
    .filter((pull) => branch === null || pull.baseRef === branch)
    .filter(
      (pull) =>
        head === null || `${pull.headRepo.owner.login}:${pull.headRef}` === head || pull.headRef === head,
    );
  const time = (pull: Pull): number =>
    (query.get('sort') === 'updated' ? pull.issue.updatedAt : pull.issue.createdAt).getTime();
  const sign = (query.get('direction') ?? (query.get('sort') ? 'asc' : 'desc')) === 'asc' ? 1 : -1;
  found.sort((a, b) => sign * (time(a) - time(b) || a.issue.number - b.issue.number));
  return list(found, (pull) => renderSimplePull(twin, pull));
}

async function postPull(call: Call) {
  const { twin, repo, actor, body } = call;
  const named = textOf(call, 'head', 'PullRequest');
  const [owner, branch] = named.includes(':') ? named.split(':') : [undefined, named];
  const headRepo = owner === undefined ? repo : forkOf(twin, repo, owner);
  if (!actor.installation && !actor.app && !hasLevel(headRepo, actor.user, 'write'))
    throw new HttpError(403, 'Resource not accessible');
  const fields = {
    title: textOf(call, 'title', 'PullRequest'),
    base: textOf(call, 'base', 'PullRequest'),
    head: branch ?? '',
  };
  const pull = await openPull(twin, repo, actor, {
    ...fields,
    body: optionalText(call, 'body') ?? null,
    draft: body.draft === true,
    headRepo,
  });
  return whole(twin, pull, 201);
}

function forkOf(twin: Twin, repo: Repository, owner: string): Repository {
  if (repo.owner.login === owner) return repo;
  const found = [...twin.repositories.values()].find(
    (one) => one.fork && one.name === repo.name && one.owner.login === owner,
  );
  if (!found) throw invalid('PullRequest', 'head', 'invalid');
  return found;
}

function patchPull(call: Call) {
  const { twin, repo, actor, body } = call;
  const pull = pullOf(call);
  const { issue } = pull;
  const own =
    issue.user.id === actor.user.id ||
    actor.installation !== undefined ||
    hasLevel(repo, actor.user, 'write');
  if (!own) throw new HttpError(403, 'Must have admin rights to Repository.');
  const [title, text, target] = ['title', 'body', 'base'].map((field) => optionalText(call, field));
  editIssue(twin, issue, actor, {
    ...(title === undefined ? {} : { title }),
    ...(text === undefined ? {} : { body: text }),
  });
  if (target !== undefined && target !== pull.baseRef) retargetPull(twin, pull, actor, target);
  if (body.state === 'closed') closeIssue(twin, issue, actor);
  if (body.state === 'open') reopenIssue(twin, issue, actor);
  return whole(twin, pull);
}

async function listCommits(call: Call) {
  const { twin, repo } = call;
  const pull = pullOf(call);
  const tip = pull.mergedAt ? pull.baseSha : (repo.refs.get(`refs/heads/${pull.baseRef}`) ?? pull.baseSha);
  const shas = (await commitsBetween(repo.git, [pull.headSha], [tip])).toReversed().slice(0, 250);
  const commits = await Promise.all(shas.map((sha) => repo.git.commit(sha)));
  return list(
    commits.flatMap((commit) => (commit ? [commit] : [])),
    (commit) => renderCommit(twin, repo, commit),
  );
}

function postReview(call: Call) {
  const { twin, actor, body } = call;
  const pull = pullOf(call);
  const states: Record<string, Review['state']> = {
    APPROVE: 'APPROVED',
    REQUEST_CHANGES: 'CHANGES_REQUESTED',
    COMMENT: 'COMMENTED',
  };
  const state = states[String(body.event)] ?? 'COMMENTED';
  if (state !== 'COMMENTED' && pull.issue.user.id === actor.user.id) {
    throw new HttpError(422, 'Unprocessable Entity', [
      `Can not ${state === 'APPROVED' ? 'approve' : 'request changes on'} your own pull request`,
    ]);
  }
  const commit = optionalText(call, 'commit_id');
  const fields = { state, body: optionalText(call, 'body') ?? '' };
  return ok(
    renderReview(
      twin,
      pull,
      reviewPull(twin, pull, actor, commit === undefined ? fields : { ...fields, commit }),
    ),
  );
}

async function putMerge(call: Call) {
  const { twin, actor, body } = call;
  const [title, message, sha] = ['commit_title', 'commit_message', 'sha'].map((field) =>
    optionalText(call, field),
  );
  const method =
    body.merge_method === 'squash' || body.merge_method === 'rebase' ? body.merge_method : 'merge';
  const merged = await mergePull(twin, pullOf(call), actor, {
    method,
    ...(title === undefined ? {} : { title }),
    ...(message === undefined ? {} : { message }),
    ...(sha === undefined ? {} : { sha }),
  });
  return ok({ sha: merged, merged: true, message: 'Pull Request successfully merged' });
}
