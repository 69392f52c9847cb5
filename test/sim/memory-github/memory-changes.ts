import type { Changes } from '../../../src/ports.ts';
import { REPOSITORY } from './create-memory-github.ts';
import type { GitHubModel } from './github-model.ts';
import type { CommentRecord } from './records.ts';

/** What changed on the simulated GitHub, as its lists show it. */
export function memoryChanges(model: GitHubModel): Changes {
  return {
    async comments(_repo, since) {
      return model.comments
        .filter((comment) => !comment.gone.get())
        .map((comment) => ({
          id: comment.id,
          issue: comment.thread,
          isPull: model.pulls.has(comment.thread),
          body: comment.body.get(),
          author: comment.author,
          bySelf: comment.byApp,
          createdAt: seconds(comment.createdAt),
          updatedAt: updatedAt(comment),
        }))
        .filter((comment) => comment.updatedAt >= since)
        .sort((one, other) => +one.updatedAt - +other.updatedAt || one.id - other.id)
        .slice(0, 1_000);
    },
    async issues(_repo, since) {
      return [...model.issues.values()]
        .map(({ snapshot }) => snapshot.get())
        .filter((issue) => issue.updatedAt >= since)
        .sort((one, other) => +one.updatedAt - +other.updatedAt || one.number - other.number)
        .slice(0, 1_000);
    },
    async pulls(_repo, since) {
      return [...model.pulls.values()]
        .map(({ snapshot }) => snapshot.get())
        .filter((pull) => pull.updatedAt >= since)
        .sort((one, other) => +other.updatedAt - +one.updatedAt || one.number - other.number)
        .slice(0, 1_000);
    },
    async closing(_repo, number) {
      const issue = model.issues.get(number);
      const turned = issue?.turned.get();
      if (!turned || issue?.snapshot.get().state !== 'closed') return null;
      return { by: turned.by.account, bySelf: turned.by.app, at: turned.at };
    },
    turns: async (_repo, number) => model.issues.get(number)?.turns.slice(-100) ?? [],
    // Nobody links issues there, nor deploys.
    blockers: async () => [],
    deployments: async () => [],
    deploymentStatus: async () => null,
    installations: async () => [{ id: REPOSITORY.installationId, suspended: false }],
  };
}

function updatedAt({ createdAt, body }: CommentRecord): Date {
  return seconds(Math.max(createdAt, body.since()));
}

/** GitHub's times have whole seconds. */
function seconds(ms: number): Date {
  return new Date(Math.floor(ms / 1000) * 1000);
}
