import type { JobReport } from '../github/actions/start-actions.ts';
import { mustGit } from '../github/git/run-git.ts';

/** Remembers on which trees CI saw every one of `jobs` pass. */
export function testedTrees(gitDir: string, jobs: readonly string[]) {
  const passed = new Map<string, Set<string>>();
  return {
    note({ sha, job, conclusion }: JobReport): void {
      if (conclusion === 'success') passed.set(sha, (passed.get(sha) ?? new Set()).add(job));
    },
    async trees(): Promise<ReadonlySet<string>> {
      const shas = [...passed].filter(([, seen]) => jobs.every((job) => seen.has(job))).map(([sha]) => sha);
      const trees = shas.map((sha) => mustGit(gitDir, ['rev-parse', `${sha}^{tree}`]));
      return new Set((await Promise.all(trees)).map((tree) => tree.trim()));
    },
  };
}
