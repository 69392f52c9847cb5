import type { RepositoryConfig } from '../../src/core/model/repository-config.ts';
import { err, ok, type Result } from '../../src/core/result.ts';
import { DEFAULT_BRANCH } from './memory-github/github-model.ts';
import { SCANNER, WORKFLOW } from './memory-github/ci.ts';
import { AGENTS, CROWD } from './people.ts';

export const EPICS = [
  { key: '1', branch: 'epic-1' },
  { key: '2', branch: 'epic-2' },
  { key: '3', branch: 'epic-3' },
] as const;

/** The configuration that a simulated repository begins with. */
export function firstConfig(): RepositoryConfig {
  return {
    epics: EPICS.map(({ key, branch }) => ({
      key,
      branch,
      title: `Epic ${key}`,
      label: `epic:${key}`,
      after: key === '3' ? [{ epic: '1', percent: 10 }] : [],
      sync: key === '3' ? ['1', DEFAULT_BRANCH] : key === '2' ? ['3'] : [],
    })),
    gates: [
      {
        kind: 'workflow',
        name: 'compile',
        workflow: WORKFLOW,
        job: 'build',
        evidence: 'build',
        skipped: 'fail',
      },
      {
        kind: 'workflow',
        name: 'tests',
        workflow: WORKFLOW,
        job: 'test*',
        evidence: 'test',
        skipped: 'fail',
      },
      {
        kind: 'app',
        name: 'scan',
        app: SCANNER.app,
        check: SCANNER.check,
        evidence: 'test',
        skipped: 'fail',
      },
    ],
    merge: {
      auto: true,
      timeoutMs: 600_000,
      retries: 1,
      protect: ['.github/**', 'package.json'],
      allowForks: false,
    },
    agents: [...AGENTS, ...CROWD].map(({ id, login, name }) => ({
      id,
      login,
      name,
      role: null,
      maxClaims: 2,
    })),
    claims: { leaseMs: 240_000, warnMs: 60_000 },
    commands: {},
  };
}

/** A configuration file is JSON here: how it is written decides nothing that is simulated. */
export function repositoryConfigOf(text: string): Result<RepositoryConfig, readonly string[]> {
  try {
    return ok(JSON.parse(text) as RepositoryConfig);
  } catch (error) {
    return err([String(error)]);
  }
}
