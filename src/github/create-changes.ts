import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/rest';
import type { RepoRef } from '../core/model/project.ts';
import type { Changes } from '../ports.ts';
import { restAccount } from './account.ts';
import { createConditional } from './conditional.ts';
import { at, repositoryKey } from './context.ts';
import { createContext } from './create-context.ts';
import type { GitHubOptions } from './github-options.ts';
import { listedBlockers } from './listed-blockers.ts';
import { deploymentStatus, listedDeployments } from './listed-deployments.ts';
import { guardRequests } from './guard-requests.ts';
import { issueSnapshot } from './issue-snapshot.ts';
import { issueTurns } from './issue-turns.ts';
import { nullWhenMissing } from './null-when-missing.ts';
import { polledComment } from './polled-comment.ts';
import { pullSnapshot } from './pull-snapshot.ts';

const PAGES_AT_MOST = 10;
const PER_PAGE = 100;

/** What changed on GitHub, asked for in the background. `selfLogin`: in whose name our own App acts. */
export function createChanges(options: GitHubOptions & { readonly selfLogin: string }): Changes {
  const { selfLogin } = options;
  const context = createContext(options, { priority: 'background' });
  const ask = createConditional();
  const app = createAppClient(options);
  const asked = { pagesAtMost: PAGES_AT_MOST };
  const rest = (repo: RepoRef) => context.client(repo.installationId).rest;

  return {
    async comments(repo, since) {
      const query = { ...at(repo), since: seconds(since), sort: 'updated', direction: 'asc' } as const;
      const found = await ask({
        ...asked,
        subject: `comments ${repositoryKey(repo)}`,
        question: query.since,
        read: (page, headers) =>
          rest(repo).issues.listCommentsForRepo({ ...query, per_page: PER_PAGE, page, headers }),
      });
      return found.map((comment) => polledComment(comment, selfLogin));
    },
    async issues(repo, since) {
      const query = { ...at(repo), since: seconds(since), state: 'all', sort: 'updated' } as const;
      const found = await ask({
        ...asked,
        subject: `issues ${repositoryKey(repo)}`,
        question: query.since,
        read: (page, headers) =>
          rest(repo).issues.listForRepo({ ...query, direction: 'asc', per_page: PER_PAGE, page, headers }),
      });
      return found.filter((issue) => !issue.pull_request).map(issueSnapshot);
    },
    async pulls(repo, since) {
      const query = { ...at(repo), state: 'all', sort: 'updated', direction: 'desc' } as const;
      const found = await ask({
        ...asked,
        subject: `pulls ${repositoryKey(repo)}`,
        question: 'newest',
        read: (page, headers) => rest(repo).pulls.list({ ...query, per_page: PER_PAGE, page, headers }),
        isEnough: (pull) => new Date(pull.updated_at) < since,
      });
      return found.map(pullSnapshot).filter(({ updatedAt }) => updatedAt >= since);
    },
    async closing(repo, number) {
      const answer = await nullWhenMissing(rest(repo).issues.get({ ...at(repo), issue_number: number }));
      if (!answer?.data.closed_at || answer.data.number !== number) return null;
      const by = restAccount(answer.data.closed_by);
      return { by, bySelf: by.isBot && by.login === selfLogin, at: new Date(answer.data.closed_at) };
    },
    turns: (repo, number) => issueTurns(context, repo, number, selfLogin),
    blockers: (repo, number) => listedBlockers(context, ask, repo, number),
    deployments: (repo) => listedDeployments(context, ask, repo),
    deploymentStatus: (repo, id) => deploymentStatus(context, repo, id),
    async installations() {
      const found = await app.paginate(app.rest.apps.listInstallations, { per_page: PER_PAGE });
      return found.map(({ id, suspended_at: suspended }) => ({ id, suspended: suspended !== null }));
    },
  };
}

/** Speaks in the App's own name. */
function createAppClient({ appId, privateKey, baseUrl, log, clock }: GitHubOptions): Octokit {
  const app = new Octokit({
    authStrategy: createAppAuth,
    auth: { appId, privateKey },
    userAgent: 'flotilla',
    ...(baseUrl === undefined ? {} : { baseUrl }),
  });
  guardRequests(app, { clock: clock ?? { now: () => new Date() }, log, onUnauthorized() {} });
  return app;
}

/** GitHub reads whole seconds. */
function seconds(time: Date): string {
  return time.toISOString().replace(/\.\d+Z$/, 'Z');
}
