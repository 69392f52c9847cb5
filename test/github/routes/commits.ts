import { diffTrees } from '../git/diff-trees.ts';
import { commitsBetween, isAncestor, mergeBase } from '../git/graph.ts';
import { mergeCommits } from '../git/merge-commits.ts';
import { mustGit } from '../git/run-git.ts';
import { HttpError, notFound } from '../http/http-error.ts';
import { list, ok, optionalText, textOf, type Call, type Route } from '../http/route.ts';
import type { Repository } from '../model.ts';
import { readRef, resolveCommit } from '../operations/read-ref.ts';
import { signatureOf } from '../operations/signature.ts';
import { updateRefsHeld } from '../operations/update-refs.ts';
import { renderCommit, renderFile } from '../render/commit.ts';
import { fullName, renderFullRepository, repoUrl } from '../render/repository.ts';
import type { Twin } from '../twin.ts';

const base = '/repos/{owner}/{repo}';
const read = ['contents:read'] as const;

/** The repository, its branches, commits, contents, comparisons and merges. */
export const commitRoutes: readonly Route[] = [
  {
    method: 'GET',
    template: base,
    permission: ['metadata:read'],
    handle: ({ twin, repo }) => ok(renderFullRepository(twin, repo)),
  },
  {
    method: 'GET',
    template: `${base}/contents/{path}`,
    permission: [...read, 'single_file:read'],
    handle: getContents,
  },
  { method: 'GET', template: `${base}/commits`, permission: read, handle: listCommits },
  {
    method: 'GET',
    template: `${base}/commits/{ref}`,
    permission: read,
    handle: async ({ twin, repo, params }) => {
      const { sha, commit } = await commitAt(twin, repo, params.ref ?? '', 422);
      return ok(renderCommit(twin, repo, commit, await diffTrees(repo.git, commit.parents[0], sha)));
    },
  },
  { method: 'GET', template: `${base}/branches`, permission: read, handle: listBranches },
  { method: 'GET', template: `${base}/branches/{branch}`, permission: read, handle: getBranch },
  { method: 'GET', template: `${base}/compare/{basehead}`, permission: read, handle: compare },
  {
    method: 'POST',
    template: `${base}/merges`,
    permission: ['contents:write'],
    level: 'write',
    handle: postMerge,
  },
];

async function commitAt(twin: Twin, repo: Repository, name: string, status = 404) {
  const sha = await resolveCommit(twin, repo, name);
  const commit = sha === undefined ? undefined : await repo.git.commit(sha);
  if (sha === undefined || !commit)
    throw status === 422 ? new HttpError(422, `No commit found for SHA: ${name}`) : notFound();
  return { sha, commit };
}

async function getContents({ twin, repo, params, query }: Call) {
  const { sha: at } = await commitAt(twin, repo, query.get('ref') ?? repo.defaultBranch);
  const path = (params.path ?? '').replace(/\/$/, '');
  const object = await repo.git.objects.read(`${at}:${path}`);
  const url = `${repoUrl(twin, repo)}/contents/${path}?ref=${query.get('ref') ?? repo.defaultBranch}`;
  const page = `${twin.url}/${fullName(repo)}`;
  const entry = (name: string, type: 'file' | 'dir', sha: string, size: number) => {
    const kind = type === 'file' ? 'blob' : 'tree';
    const git = `${repoUrl(twin, repo)}/git/${kind}s/${sha}`;
    const html = `${page}/${kind}/${at}/${name}`;
    const about = {
      name: name.split('/').at(-1) ?? '',
      path: name,
      sha,
      size,
      url,
      html_url: html,
      git_url: git,
      type,
    };
    return {
      ...about,
      download_url: type === 'file' ? `${page}/raw/${at}/${name}` : null,
      _links: { self: url, git, html },
    };
  };
  if (object?.type === 'blob') {
    const content = object.data.toString('base64').replace(/.{60}/g, '$&\n');
    return ok({
      ...entry(path, 'file', object.sha, object.data.length),
      encoding: 'base64',
      content: `${content}\n`,
    });
  }
  if (object?.type !== 'tree') throw notFound();
  const rows = (await mustGit(repo.git.dir, ['ls-tree', '-l', '-z', object.sha])).split('\0').filter(Boolean);
  const entries = rows.map((row) => {
    const [facts = '', name = ''] = row.split('\t');
    const [, type = '', sha = '', size = '0'] = facts.split(/ +/);
    return entry(
      path === '' ? name : `${path}/${name}`,
      type === 'tree' ? 'dir' : 'file',
      sha,
      Number(size) || 0,
    );
  });
  return ok(entries);
}

async function listCommits({ twin, repo, query }: Call) {
  const { sha } = await commitAt(twin, repo, query.get('sha') ?? repo.defaultBranch);
  const shas = await commitsBetween(repo.git, [sha], []);
  const commits = await Promise.all(shas.map((one) => repo.git.commit(one)));
  const found = commits.flatMap((one) => (one ? [one] : []));
  found.sort((a, b) => b.committer.date.getTime() - a.committer.date.getTime());
  return list(found, (commit) => renderCommit(twin, repo, commit));
}

function listBranches({ twin, repo }: Call) {
  const branches = [...repo.refs]
    .filter(([ref]) => ref.startsWith('refs/heads/'))
    .sort(([a], [b]) => a.localeCompare(b));
  return list(branches, ([ref, sha]) => ({
    name: ref.slice(11),
    commit: { sha, url: `${repoUrl(twin, repo)}/commits/${sha}` },
    protected: false,
  }));
}

async function getBranch({ twin, repo, params }: Call) {
  const branch = params.branch ?? '';
  const sha = readRef(twin, repo, `refs/heads/${branch}`);
  const commit = sha === undefined ? undefined : await repo.git.commit(sha);
  if (!commit) throw new HttpError(404, 'Branch not found');
  const api = `${repoUrl(twin, repo)}/branches/${branch}`;
  const protection = {
    enabled: false,
    required_status_checks: { enforcement_level: 'off', contexts: [], checks: [] },
  };
  const links = { self: api, html: `${twin.url}/${fullName(repo)}/tree/${branch}` };
  const rest = { protected: false, protection, protection_url: `${api}/protection` };
  return ok({ name: branch, commit: renderCommit(twin, repo, commit), _links: links, ...rest });
}

async function compare({ twin, repo, params, query }: Call) {
  const [from = '', to = ''] = (params.basehead ?? '').split('...');
  const { sha: head } = await commitAt(twin, repo, to);
  const { sha: baseSha, commit: baseCommit } = await commitAt(twin, repo, from);
  const common = await mergeBase(repo.git, baseSha, head);
  const commonCommit = common === undefined ? undefined : await repo.git.commit(common);
  if (common === undefined || !commonCommit)
    throw new HttpError(404, `No common ancestor between ${from} and ${to}.`);
  const ahead = (await commitsBetween(repo.git, [head], [baseSha])).toReversed();
  const behind = await commitsBetween(repo.git, [baseSha], [head]);
  const status =
    ahead.length > 0
      ? behind.length > 0
        ? 'diverged'
        : 'ahead'
      : behind.length > 0
        ? 'behind'
        : 'identical';
  const size = Math.min(100, Number(query.get('per_page') ?? 250) || 250);
  const page = Math.max(1, Number(query.get('page') ?? 1));
  const commits = await Promise.all(
    ahead.slice((page - 1) * size, page * size).map((sha) => repo.git.commit(sha)),
  );
  // Files only come with the first page, and never more than 300.
  const files = page > 1 ? [] : (await diffTrees(repo.git, common, head)).slice(0, 300);
  const web = `${twin.url}/${fullName(repo)}/compare/${from}...${to}`;
  return ok({
    url: `${repoUrl(twin, repo)}/compare/${from}...${to}`,
    html_url: web,
    permalink_url: web,
    diff_url: `${web}.diff`,
    patch_url: `${web}.patch`,
    base_commit: renderCommit(twin, repo, baseCommit),
    merge_base_commit: renderCommit(twin, repo, commonCommit),
    status,
    ahead_by: ahead.length,
    behind_by: behind.length,
    total_commits: ahead.length,
    commits: commits.flatMap((commit) => (commit ? [renderCommit(twin, repo, commit)] : [])),
    files: files.map((file) => renderFile(twin, repo, head, file)),
  });
}

function postMerge(call: Call) {
  const { twin, repo, actor } = call;
  const [branch, name] = [textOf(call, 'base', 'Merge'), textOf(call, 'head', 'Merge')];
  const ref = `refs/heads/${branch}`;
  return repo.git.exclusively(async () => {
    const tip = repo.refs.get(ref);
    if (tip === undefined) throw new HttpError(404, 'Base does not exist');
    const head = await resolveCommit(twin, repo, name);
    if (head === undefined) throw new HttpError(404, 'Head does not exist');
    if (await isAncestor(repo.git, head, tip)) return { status: 204 };
    const message = optionalText(call, 'commit_message') ?? `Merge ${name} into ${branch}`;
    const after = await mergeCommits(repo.git, {
      base: tip,
      head,
      message,
      author: signatureOf(twin, actor.user),
    });
    if (after === undefined) throw new HttpError(409, 'Merge conflict');
    const refusal = await updateRefsHeld(twin, repo, actor, [{ ref, before: tip, after, force: false }]);
    if (refusal?.kind === 'workflows') throw new HttpError(403, 'Resource not accessible by integration');
    if (refusal)
      throw new HttpError(409, refusal.kind === 'protected' ? refusal.message : 'Base branch was modified');
    const commit = await repo.git.commit(after);
    return ok(commit && renderCommit(twin, repo, commit, await diffTrees(repo.git, tip, after)), 201);
  });
}
