import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Probot } from 'probot';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { generatedDocs } from '../scripts/docs/generated-docs.ts';
import { replaceSection } from '../scripts/docs/replace-section.ts';
import { demoProblems } from '../scripts/demo-problems.ts';
import { agentRunCommand } from '../src/cli/runner/agent-run-command.ts';
import { repositoryConfig } from '../src/config/repository-config.ts';
import { VERSION } from '../src/core/version.ts';
import { handlers } from '../src/github/handlers.ts';
import { recordingTerminal } from './support/recording-terminal.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

describe('the program', () => {
  it('runs in a clone in which nothing was built, from wherever it is called', () => {
    const { bin } = JSON.parse(read('package.json')) as { readonly bin: { readonly flotilla: string } };
    const { status, stdout } = spawnSync(`${root}${bin.flotilla}`, ['--version'], {
      cwd: tmpdir(),
      encoding: 'utf8',
    });
    expect([status, stdout.trim()]).toEqual([0, VERSION]);
  });
});

describe('app.yml', () => {
  const manifest = parse(read('app.yml')) as {
    readonly default_permissions: Readonly<Record<string, string>>;
    readonly default_events: readonly string[];
    readonly public: boolean;
    readonly url: string;
  };

  it('asks for the permissions that Flotilla needs, and no more', () => {
    expect(manifest.default_permissions).toEqual({
      contents: 'write',
      issues: 'write',
      pull_requests: 'write',
      checks: 'write',
      actions: 'read',
      deployments: 'read',
      metadata: 'read',
      members: 'read',
    });
  });

  it('subscribes to the events that Flotilla needs, and no more', () => {
    expect(manifest.default_events.toSorted()).toEqual([
      'check_run',
      'check_suite',
      'create',
      'delete',
      'deployment_status',
      'issue_comment',
      'issue_dependencies',
      'issues',
      'label',
      'member',
      'milestone',
      'pull_request',
      'pull_request_review',
      'push',
      'repository',
      'sub_issues',
      'workflow_job',
      'workflow_run',
    ]);
  });

  it('subscribes to every event that is handled', () => {
    const handled = handledEvents();
    expect(handled).toContain('issue_comment');
    const unasked = ['installation', 'installation_repositories'];
    expect(handled.filter((event) => ![...manifest.default_events, ...unasked].includes(event))).toEqual([]);
  });

  it('has what GitHub demands of a manifest, and is private', () => {
    expect(manifest.url).toMatch(/^https:/);
    expect(manifest.public).toBe(false);
  });
});

/** The events for which `handlers` registers something, without their actions. */
function handledEvents(): readonly string[] {
  const names: string[] = [];
  const on = (event: string | readonly string[]) => names.push(...[event].flat());
  const events = { repoEvent: async () => {}, installationEvent: async () => {} };
  handlers({ on } as unknown as Probot, events, 'flotilla[bot]');
  return [...new Set(names.map((name) => name.split('.')[0] ?? name))];
}

it('is called by the version that package.json has', () => {
  expect(VERSION).toBe((JSON.parse(read('package.json')) as { readonly version: string }).version);
});

describe('docker-compose.yml', () => {
  const text = read('docker-compose.yml');
  const { services, volumes } = parse(text) as {
    readonly services: Readonly<Record<string, Service>>;
    readonly volumes: Readonly<Record<string, unknown>>;
  };

  it('runs PostgreSQL, Redis and the app, each with a health check', () => {
    expect(Object.keys(services)).toEqual(['postgres', 'redis', 'app']);
    for (const service of Object.values(services)) expect(service.healthcheck.test.length).toBeGreaterThan(0);
  });

  it('starts the app once the others are healthy', () => {
    const healthy = { condition: 'service_healthy' };
    expect(services['app']?.depends_on).toEqual({ postgres: healthy, redis: healthy });
  });

  it('has no password of its own, and refuses to start without one', () => {
    const secrets = text.match(/\$\{\w*(?:PASSWORD|SECRET|TOKEN|KEY)\w*[^}]*\}/g) ?? [];
    expect(secrets).toHaveLength(2);
    expect(new Set(secrets)).toEqual(new Set(['${POSTGRES_PASSWORD:?set POSTGRES_PASSWORD in .env}']));
    expect(services['postgres']?.environment['POSTGRES_PASSWORD']).toBe(secrets[0]);
    expect(services['app']?.environment['DATABASE_URL']).toMatch(
      /^postgres:\/\/flotilla:\$\{[^}]+\}@postgres:/,
    );
    expect(text).not.toContain('POSTGRES_HOST_AUTH_METHOD');
  });

  it('lets Redis neither evict nor forget', () => {
    const command = (services['redis']?.command ?? []).join(' ');
    expect(command).toContain('--appendonly yes');
    expect(command).toContain('--maxmemory-policy noeviction');
  });

  it('keeps the data of both in volumes, and publishes neither', () => {
    expect(Object.keys(volumes)).toEqual(['postgres', 'redis']);
    for (const name of ['postgres', 'redis']) {
      expect(services[name]?.volumes?.[0]).toMatch(new RegExp(`^${name}:/`));
      expect(services[name]?.ports).toBeUndefined();
    }
  });
});

interface Service {
  readonly healthcheck: { readonly test: readonly string[] };
  readonly depends_on?: unknown;
  readonly environment: Readonly<Record<string, string>>;
  readonly command?: readonly string[];
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
}

describe('the image', () => {
  const lines = read('Dockerfile').split('\n');

  it('is built in one stage on the active LTS and shipped from others, the server from the last', () => {
    expect(lines.filter((line) => line.startsWith('FROM '))).toEqual([
      'FROM node:24-slim AS build',
      'FROM node:24-slim AS agent',
      'FROM node:24-slim',
    ]);
    expect(lines).toContain('RUN npm run build && npm prune --omit=dev --no-audit --no-fund');
  });

  it('does not run as root', () => {
    const shipped = lines.slice(lines.lastIndexOf('FROM node:24-slim'));
    expect(shipped.filter((line) => line.startsWith('USER '))).toEqual(['USER node']);
    expect(shipped.indexOf('USER node')).toBeLessThan(shipped.findIndex((line) => line.startsWith('CMD ')));
  });

  it('asks /health how it is, listens on all addresses, and has the migrations', () => {
    expect(lines.find((line) => line.startsWith('HEALTHCHECK '))).toContain('/health');
    expect(lines.findLast((line) => line.startsWith('ENV '))).toContain('HOST=0.0.0.0');
    expect(lines).toContain('COPY db/migrations ./db/migrations');
    expect(lines).toContain('CMD ["node", "dist/main.js"]');
  });

  it('is built from what is named only, so that no secret gets in', () => {
    const ignored = read('.dockerignore').split('\n');
    expect(ignored).toContain('*');
    expect(ignored.filter((line) => line.startsWith('!'))).not.toContain('!.env');
    for (const line of lines.filter((copied) => /^COPY (?!--from)/.test(copied))) {
      for (const path of line.split(' ').slice(1, -1)) {
        const top = path.replace(/^\.\//, '').split('/')[0] ?? '';
        expect(ignored).toContain(`!${top}`);
        expect(statSync(new URL(`../${path}`, import.meta.url))).toBeDefined();
      }
    }
  });
});

describe('an agent that is deployed', () => {
  const dockerfile = read('Dockerfile');
  const agent = dockerfile
    .slice(dockerfile.indexOf(' AS agent'), dockerfile.lastIndexOf('FROM '))
    .split('\n');
  const unit = read('deploy/flotilla-agent@.service').split('\n');
  const [claim, deployment] = parseAllDocuments(read('deploy/agent-deployment.yml')).map(
    (document) => document.toJS() as unknown,
  ) as [{ readonly metadata: { readonly name: string } }, Deployment];
  const [container] = deployment.spec.template.spec.containers;

  /** The options that are written out, as the program knows them. */
  function unknownOptions(words: readonly string[]): readonly string[] {
    const options = words.slice(0, words.indexOf('--')).filter((word) => word.startsWith('--'));
    expect(options.length).toBeGreaterThan(1);
    const help = agentRunCommand(nothing).helpInformation();
    return options.filter((option) => !help.includes(`${option} `) && !help.includes(`${option}\n`));
  }

  it('has git in its image, keeps what it notes in a volume, and is not root', () => {
    expect(agent.join('\n')).toContain('ca-certificates git');
    expect(agent).toContain('VOLUME /state');
    expect(agent.indexOf('USER node')).toBeLessThan(
      agent.indexOf('ENTRYPOINT ["node", "/app/dist/main.js", "agent", "run"]'),
    );
  });

  it('is one runner in Kubernetes, without more rights than it needs', () => {
    const { replicas, strategy, selector, template } = deployment.spec;
    expect({ replicas, strategy }).toEqual({ replicas: 1, strategy: { type: 'Recreate' } });
    expect(template.metadata.labels).toMatchObject(selector.matchLabels);
    expect(template.spec.automountServiceAccountToken).toBe(false);
    expect(template.spec.terminationGracePeriodSeconds).toBeGreaterThan(GRACE_S);
    expect(container?.securityContext).toMatchObject({ readOnlyRootFilesystem: true });
    expect(container?.envFrom).toEqual([{ secretRef: { name: claim.metadata.name } }]);
    expect(JSON.stringify(container?.env)).not.toMatch(/TOKEN/);
    expect(unknownOptions(container?.args ?? [])).toEqual([]);
  });

  it('is a unit of systemd that has time to end, and no account of its own', () => {
    const value = (name: string) => unit.find((line) => line.startsWith(`${name}=`))?.slice(name.length + 1);
    expect(value('DynamicUser')).toBe('yes');
    expect(value('KillMode')).toBe('mixed');
    expect(Number(value('TimeoutStopSec'))).toBeGreaterThan(GRACE_S);
    expect(unknownOptions((value('ExecStart') ?? '').split(' '))).toEqual([]);
  });
});

/** What the runner gives its command to end. */
const GRACE_S = 10;
const nothing = {
  terminal: recordingTerminal().terminal,
  env: {},
  runAgent: () => Promise.reject(new Error('nothing is run here')),
};

interface Deployment {
  readonly spec: {
    readonly replicas: number;
    readonly strategy: unknown;
    readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
    readonly template: {
      readonly metadata: { readonly labels: Readonly<Record<string, string>> };
      readonly spec: {
        readonly automountServiceAccountToken: boolean;
        readonly terminationGracePeriodSeconds: number;
        readonly containers: readonly {
          readonly args: readonly string[];
          readonly env: unknown;
          readonly envFrom: unknown;
          readonly securityContext: unknown;
        }[];
      };
    };
  };
}

describe('package.json', () => {
  const manifest = JSON.parse(read('package.json')) as Readonly<Record<string, unknown>>;

  it('says what it is, for whom, and on what it runs', () => {
    expect(manifest).toMatchObject({ license: 'MIT', type: 'module', engines: { node: '>=20.19' } });
    expect(read('LICENSE')).toContain('MIT License');
  });

  it('has every script that the documentation and CI call', () => {
    const scripts = manifest['scripts'] as Readonly<Record<string, string>>;
    const called = ['README.md', '.ci/run', '.github/workflows/ci.yml', 'Dockerfile']
      .flatMap((path) => [...read(path).matchAll(/npm run (?:--silent )?([a-z][a-z:]*)/g)])
      .map((match) => match[1] ?? '');
    expect(called.length).toBeGreaterThan(5);
    expect(called.filter((name) => !(name in scripts))).toEqual([]);
  });

  it('has a lockfile that holds every package its packages ask for, so that npm ci works anywhere', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as {
      readonly packages: Readonly<Record<string, Locked>>;
    };
    const missing = Object.entries(packages).flatMap(([path, locked]) =>
      Object.keys({ ...locked.dependencies, ...locked.optionalDependencies })
        .filter((name) => !resolvable(packages, path, name))
        .map((name) => `${name}, for ${path || 'ourselves'}`),
    );
    expect(missing).toEqual([]);
  });
});

interface Locked {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** As Node looks for it: in the package's own folder, then in each folder above. */
function resolvable(packages: Readonly<Record<string, Locked>>, path: string, name: string): boolean {
  const within = path === '' ? `node_modules/${name}` : `${path}/node_modules/${name}`;
  if (within in packages) return true;
  return (
    path !== '' && resolvable(packages, path.slice(0, Math.max(0, path.lastIndexOf('/node_modules/'))), name)
  );
}

describe('the documentation', () => {
  it('has the generated parts as the program is now', async () => {
    for (const { path, text } of await generatedDocs(root)) {
      expect(read(path), `${path}: run "npm run docs"`).toBe(text);
    }
  });

  it('shows a .github/flotilla.yml that the program accepts', () => {
    const example = /<!-- example:begin[^>]*-->\s*```yaml\n([\s\S]*?)```/.exec(read('README.md'))?.[1] ?? '';
    const result = repositoryConfig.parse(example);
    expect(result.ok ? [] : result.error).toEqual([]);
    expect(result.ok && result.value.gates).toHaveLength(3);
  });

  it('shows workflows that listen to candidates', () => {
    const blocks = [...read('README.md').matchAll(/```yaml\n([\s\S]*?)```/g)].map(
      (match) =>
        parse(match[1] ?? '') as { readonly on?: { readonly push: { readonly branches: string[] } } },
    );
    const branches = blocks.flatMap(({ on }) => (on ? [on.push.branches] : []));
    expect(branches).toEqual([
      ['**', '!flotilla/prep/**'],
      ['main', 'epic-*/**', 'flotilla/candidate/**'],
    ]);
  });

  it('cannot lose a generated part unnoticed', () => {
    expect(() => replaceSection('no markers', 'settings', 'x')).toThrow('settings:begin');
    expect(replaceSection('<!-- a:begin (b) -->old<!-- a:end -->', 'a', 'new')).toBe(
      '<!-- a:begin (b) -->\n\nnew\n\n<!-- a:end -->',
    );
  });
});

describe('the judge of the demo', () => {
  const good = {
    landed: 8,
    ejected: { conflict: 1, gate_failed: 2 },
    commitsChecked: 8,
    untested: 0,
    doubleLanded: 0,
    firstLandingMs: 9_000,
    githubRequestsPerLanding: 14.5,
  };

  it('accepts a demo that did all it should', () => {
    expect(demoProblems(JSON.stringify(good))).toEqual([]);
  });

  it.each([
    [{ landed: 7 }, 'landed is 7 and should be at least 8.'],
    [{ untested: 1 }, 'untested is 1 and should be 0.'],
    [{ doubleLanded: undefined }, 'doubleLanded is missing and should be 0.'],
    [{ ejected: { conflict: 1 } }, 'ejected.gate_failed is missing and should be at least 1.'],
    [{ firstLandingMs: 20_001 }, 'firstLandingMs is 20001 and should be at most 20000.'],
    [{ firstLandingMs: null }, 'firstLandingMs is null and should be at most 20000.'],
  ])('refuses %j', (change, problem) => {
    expect(demoProblems(JSON.stringify({ ...good, ...change }))).toEqual([problem]);
  });

  it('refuses anything but JSON', () => {
    expect(demoProblems('landed everything')).toEqual([
      'The demo did not end with a line of JSON but with: landed everything',
    ]);
  });
});
