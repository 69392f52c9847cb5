import { spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { listRefs } from '../git/git-repository.ts';
import { isAncestor } from '../git/graph.ts';
import { mustGit } from '../git/run-git.ts';
import type { Actor, RefChange, Repository } from '../model.ts';
import { afterRefChanges } from '../operations/after-ref-changes.ts';
import { protectionOf } from '../operations/update-refs.ts';
import { hasLevel } from '../operations/users.ts';
import { workflowsForbidden } from '../operations/workflows-forbidden.ts';
import type { Twin } from '../twin.ts';
import { authenticate } from './authenticate.ts';
import { allows } from './authorize.ts';
import { findRepository } from './find-repository.ts';

/** Git's smart HTTP protocol through `git http-backend`; what a push moved is then followed as any ref update. */
export async function serveGit(
  twin: Twin,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [, owner = '', name = '', rest = ''] = /^\/([^/]+)\/([^/]+)\.git(\/.*)$/.exec(path) ?? [];
  const repo = findRepository(twin, owner, name);
  const query = new URL(request.url ?? '/', twin.url).search.slice(1);
  const pushing = rest === '/git-receive-pack' || query.includes('service=git-receive-pack');
  const actor = actorOf(twin, request);
  if (!repo) return refuse(response, 404, 'Repository not found.');
  if (pushing && !actor) return refuse(response, 401, 'Authentication required');
  if (pushing && actor && !mayPush(actor, repo)) {
    return refuse(response, 403, `Permission to ${owner}/${name}.git denied to ${actor.user.login}.`);
  }
  if (rest !== '/git-receive-pack' || !actor) return runBackend(repo, rest, query, request, response);
  await repo.git.exclusively(async () => {
    await runBackend(repo, rest, query, request, response, () => settlePush(twin, repo, actor));
  });
}

function actorOf(twin: Twin, request: IncomingMessage): Actor | undefined {
  try {
    const identity = authenticate(twin, request.headers.authorization);
    return identity.kind === 'token' ? identity.actor : undefined;
  } catch {
    return undefined;
  }
}

function mayPush(actor: Actor, repo: Repository): boolean {
  if (repo.archived) return false;
  if (!actor.installation) return hasLevel(repo, actor.user, 'write');
  return (
    actor.installation.repositories.has(repo) && allows(actor.installation.permissions, ['contents:write'])
  );
}

/** Compares refs before and after; refs that rules protect go back to where they were, unseen by anybody. */
async function settlePush(twin: Twin, repo: Repository, actor: Actor): Promise<void> {
  const now = await listRefs(repo.git);
  const changes: RefChange[] = [];
  for (const ref of new Set([...repo.refs.keys(), ...now.keys()])) {
    if (!/^refs\/(heads|tags)\//.test(ref)) continue;
    const [before, after] = [repo.refs.get(ref), now.get(ref)];
    if (before === after) continue;
    const forbidden =
      protectionOf(twin, repo, actor, { ref, before, after: after ?? null }) ??
      (after !== undefined && (await workflowsForbidden(repo, actor, after)));
    if (forbidden) {
      await mustGit(
        repo.git.dir,
        before === undefined ? ['update-ref', '-d', ref] : ['update-ref', ref, before],
      );
      continue;
    }
    const forced =
      before !== undefined && after !== undefined && !(await isAncestor(repo.git, before, after));
    changes.push({ ref, before, after, forced });
  }
  if (changes.length > 0) await afterRefChanges(twin, repo, actor, changes);
}

function refuse(response: ServerResponse, status: number, message: string): void {
  const headers = status === 401 ? { 'www-authenticate': 'Basic realm="GitHub"' } : {};
  response.writeHead(status, { 'content-type': 'text/plain', ...headers }).end(message);
}

// The client learns that its push succeeded only after `before` ran: events are queued by then.
function runBackend(
  repo: Repository,
  rest: string,
  query: string,
  request: IncomingMessage,
  response: ServerResponse,
  settle?: () => Promise<void>,
): Promise<void> {
  const child = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env.PATH ?? '',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_PROJECT_ROOT: repo.git.dir,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: rest,
      QUERY_STRING: query,
      REQUEST_METHOD: request.method ?? 'GET',
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      CONTENT_LENGTH: request.headers['content-length'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      REMOTE_USER: 'git',
      REMOTE_ADDR: '127.0.0.1',
    },
  });
  request.pipe(child.stdin);
  child.stdin.on('error', () => undefined);
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.resume();
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => {
      const finish = async (): Promise<void> => {
        await settle?.();
        sendCgi(Buffer.concat(chunks), response);
      };
      finish().then(resolve, reject);
    });
  });
}

function sendCgi(output: Buffer, response: ServerResponse): void {
  const split = output.indexOf('\r\n\r\n');
  const lines = output.subarray(0, Math.max(split, 0)).toString().split('\r\n').filter(Boolean);
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const status = Number(headers.Status?.split(' ')[0] ?? 200);
  delete headers.Status;
  response.writeHead(status, headers).end(output.subarray(split + 4));
}
