import { HttpError, invalid, notFound } from '../http/http-error.ts';
import { ok, textOf, type Call, type Route } from '../http/route.ts';
import { mustGit, runGit } from '../git/run-git.ts';
import { writeCommit } from '../git/write-commit.ts';
import type { Repository } from '../model.ts';
import { readRef } from '../operations/read-ref.ts';
import { signatureOf } from '../operations/signature.ts';
import { updateRefs, type RefRefusal } from '../operations/update-refs.ts';
import { renderGitCommit } from '../render/commit.ts';
import { repoUrl } from '../render/repository.ts';
import type { Twin } from '../twin.ts';

const base = '/repos/{owner}/{repo}/git';
const read = ['contents:read'] as const;
const write = ['contents:write'] as const;

/** The git database: refs, commits, trees, blobs. */
export const gitRoutes: readonly Route[] = [
  {
    method: 'GET',
    template: `${base}/ref/{ref}`,
    permission: read,
    handle: ({ twin, repo, params }) => {
      const sha = readRef(twin, repo, `refs/${params.ref}`);
      if (sha === undefined) throw notFound();
      return ok(renderRef(twin, repo, `refs/${params.ref}`, sha));
    },
  },
  {
    method: 'GET',
    template: `${base}/matching-refs/{ref}`,
    permission: read,
    handle: ({ twin, repo, params }) => {
      const found = [...repo.refs]
        .filter(([ref]) => ref.startsWith(`refs/${params.ref}`))
        .sort(([a], [b]) => a.localeCompare(b));
      return ok(found.map(([ref, sha]) => renderRef(twin, repo, ref, sha)));
    },
  },
  { method: 'POST', template: `${base}/refs`, permission: write, level: 'write', handle: postRef },
  { method: 'PATCH', template: `${base}/refs/{ref}`, permission: write, level: 'write', handle: patchRef },
  { method: 'DELETE', template: `${base}/refs/{ref}`, permission: write, level: 'write', handle: deleteRef },
  { method: 'POST', template: `${base}/commits`, permission: write, level: 'write', handle: postCommit },
  {
    method: 'GET',
    template: `${base}/commits/{commit_sha}`,
    permission: read,
    handle: async ({ twin, repo, params }) => {
      const commit = await repo.git.commit(params.commit_sha ?? '');
      if (!commit) throw notFound();
      return ok(renderGitCommit(twin, repo, commit));
    },
  },
  { method: 'POST', template: `${base}/blobs`, permission: write, level: 'write', handle: postBlob },
  { method: 'POST', template: `${base}/trees`, permission: write, level: 'write', handle: postTree },
];

function renderRef(twin: Twin, repo: Repository, ref: string, sha: string) {
  const api = `${repoUrl(twin, repo)}/git`;
  const object = { sha, type: 'commit', url: `${api}/commits/${sha}` };
  return {
    ref,
    node_id: `REF_${Buffer.from(`${repo.id}:${ref}`).toString('base64url')}`,
    url: `${api}/${ref}`,
    object,
  };
}

async function postRef(call: Call) {
  const { twin, repo, actor } = call;
  const [ref, sha] = [textOf(call, 'ref', 'Reference'), textOf(call, 'sha', 'Reference')];
  throwRefusal(await updateRefs(twin, repo, actor, [{ ref, before: null, after: sha, force: false }]));
  return ok(renderRef(twin, repo, ref, sha), 201);
}

async function patchRef(call: Call) {
  const { twin, repo, actor, params, body } = call;
  const [ref, sha] = [`refs/${params.ref}`, textOf(call, 'sha', 'Reference')];
  if (!repo.refs.has(ref)) throw new HttpError(422, 'Reference does not exist');
  throwRefusal(
    await updateRefs(twin, repo, actor, [{ ref, before: undefined, after: sha, force: body.force === true }]),
  );
  return ok(renderRef(twin, repo, ref, sha));
}

async function deleteRef({ twin, repo, actor, params }: Call) {
  const ref = `refs/${params.ref}`;
  throwRefusal(await updateRefs(twin, repo, actor, [{ ref, before: undefined, after: null, force: true }]));
  return { status: 204 };
}

function throwRefusal(refusal: RefRefusal | undefined): void {
  if (!refusal) return;
  const { kind } = refusal;
  if (kind === 'protected') throw new HttpError(422, refusal.message);
  if (kind === 'workflows') throw new HttpError(403, 'Resource not accessible by integration');
  const messages = {
    exists: 'Reference already exists',
    missing: 'Reference does not exist',
    mismatch: 'Reference cannot be updated',
    'not-fast-forward': 'Update is not a fast forward',
    'no-object': 'Object does not exist',
    'bad-name': 'Reference name is not valid',
  } as const;
  throw new HttpError(422, messages[kind]);
}

async function postCommit(call: Call) {
  const { twin, repo, actor, body } = call;
  const [tree, message] = [textOf(call, 'tree', 'Commit'), textOf(call, 'message', 'Commit')];
  const parents = (Array.isArray(body.parents) ? body.parents : []).map(String);
  if ((await repo.git.objects.read(tree))?.type !== 'tree')
    throw new HttpError(422, 'Tree SHA does not exist');
  for (const parent of parents)
    if (!(await repo.git.commit(parent)))
      throw new HttpError(422, 'Parent SHA does not exist or is not a commit object');
  const sha = await writeCommit(repo.git, { tree, parents, message, author: signatureOf(twin, actor.user) });
  const commit = await repo.git.commit(sha);
  return ok(commit && renderGitCommit(twin, repo, commit), 201);
}

async function postBlob(call: Call) {
  const { body, repo, twin } = call;
  const content = typeof body.content === 'string' ? body.content : '';
  const text = body.encoding === 'base64' ? Buffer.from(content, 'base64').toString() : content;
  const sha = (await mustGit(repo.git.dir, ['hash-object', '-w', '--stdin'], { input: text })).trim();
  return ok({ sha, url: `${repoUrl(twin, repo)}/git/blobs/${sha}` }, 201);
}

interface TreeEntry {
  readonly path?: string;
  readonly mode?: string;
  readonly sha?: string | null;
  readonly content?: string;
}

/** Builds a tree in a throw-away index: entries over `base_tree`, a null sha removes. */
async function postTree({ twin, repo, body }: Call) {
  const { dir } = repo.git;
  const index = `twin-index-${twin.nextId()}`;
  const env = { GIT_INDEX_FILE: index };
  const entries = (Array.isArray(body.tree) ? body.tree : []) as TreeEntry[];
  if (typeof body.base_tree === 'string') {
    const known = await runGit(dir, ['read-tree', body.base_tree], { env });
    if (known.code !== 0) throw invalid('Tree', 'base_tree', 'invalid');
  }
  const lines: string[] = [];
  for (const { path = '', mode = '100644', sha, content } of entries) {
    const blob =
      content === undefined
        ? sha
        : (await mustGit(dir, ['hash-object', '-w', '--stdin'], { input: content })).trim();
    lines.push(
      blob === null || blob === undefined ? `0 ${'0'.repeat(40)}\t${path}` : `${mode} ${blob}\t${path}`,
    );
  }
  await mustGit(dir, ['update-index', '--index-info'], { input: `${lines.join('\n')}\n`, env });
  const sha = (await mustGit(dir, ['write-tree'], { env })).trim();
  const tree = (await mustGit(dir, ['ls-tree', '-l', sha])).split('\n').filter(Boolean);
  const api = `${repoUrl(twin, repo)}/git`;
  return ok(
    { sha, url: `${api}/trees/${sha}`, truncated: false, tree: tree.map((row) => renderEntry(api, row)) },
    201,
  );
}

function renderEntry(api: string, row: string) {
  const [facts = '', path = ''] = row.split('\t');
  const [mode = '', type = '', sha = '', size = '-'] = facts.split(/ +/);
  return {
    path,
    mode,
    type,
    sha,
    url: `${api}/${type}s/${sha}`,
    ...(size === '-' ? {} : { size: Number(size) }),
  };
}
