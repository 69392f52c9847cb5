import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/rest';
import type { RepoRef } from '../core/model/project.ts';
import type { GitHubOptions } from './github-options.ts';
import { guardRequests } from './guard-requests.ts';
import { nullWhenMissing } from './null-when-missing.ts';

/** Through which installation the App may speak to a repository; null: through none. One request, in the App's name. */
export async function findInstallation(
  { appId, privateKey, baseUrl, log, clock }: GitHubOptions,
  owner: string,
  name: string,
): Promise<RepoRef | null> {
  const app = new Octokit({
    authStrategy: createAppAuth,
    auth: { appId, privateKey },
    userAgent: 'flotilla',
    ...(baseUrl === undefined ? {} : { baseUrl }),
    // That it is installed nowhere is an answer.
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
  });
  guardRequests(app, { clock: clock ?? { now: () => new Date() }, log, onUnauthorized() {} });
  const answer = await nullWhenMissing(app.rest.apps.getRepoInstallation({ owner, repo: name }));
  return answer && { installationId: answer.data.id, owner, name };
}

function ignore(): void {}
