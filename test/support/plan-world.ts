import { createPlanSession } from '../../src/app/create-plan-session.ts';
import { planCommand } from '../../src/cli/plan-command.ts';
import type { Terminal } from '../../src/cli/terminal.ts';
import { planFiles } from '../../src/config/plan-files.ts';
import { LIMITS, type Limits } from '../../src/core/budget/limits.ts';
import type { TwinRepository } from '../github/people/twin-repository.ts';
import { startGitHub, type SimulatedGitHub } from '../github/start-github.ts';
import { watchGitHub } from '../github/descriptions/watch-github.ts';
import type { RequestRecord } from '../github/twin.ts';
import { silentLog } from './silent-log.ts';

/** What a command ended with, said and drew. */
export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly drawn: readonly string[];
}

export interface PlanWorld {
  readonly github: SimulatedGitHub;
  readonly repo: TwinRepository;
  readonly files: Map<string, string>;
  /** How long the commands waited, in milliseconds. */
  readonly waits: number[];
  /** Runs `flotilla plan ...args`. */
  plan(...args: readonly string[]): Promise<Said>;
  /** The same where somebody watches, and answers. */
  planAs(person: { readonly says: boolean }, ...args: readonly string[]): Promise<Said>;
  /** Requests that changed anything, as `POST /repos/{owner}/{repo}/issues`. */
  writes(): readonly string[];
  /** What the repository shows, without numbers that depend on what happened on the way. */
  shown(): unknown;
  /** The command dies at its `nth` write, which still takes effect (`after`), or not. */
  dieAt(nth: number, when: 'before' | 'after'): void;
  revive(): void;
  /** Throws where GitHub would not have answered like that. */
  expectAsDescribed(): void;
  close(): Promise<void>;
}

const ROOMY: Limits = {
  ...LIMITS,
  contentPerMinute: 10_000,
  contentPerHour: 10_000,
  pointsPerMinute: 100_000,
};

function isWrite({ method, path }: RequestRecord): boolean {
  return method !== 'GET' && !/access_tokens|graphql/.test(path);
}

/** A GitHub with an empty repository `acme/fleet` in which the App is installed, and the commands about plans. */
export async function createPlanWorld(o: { readonly limits?: Limits } = {}): Promise<PlanWorld> {
  const github = await startGitHub();
  const watch = watchGitHub(github);
  const repo = await github.createRepository({ name: 'fleet' });
  github.install(repo);
  const files = new Map<string, string>();
  const waits: number[] = [];
  let dead = false;

  async function run(person: { says: boolean } | null, args: readonly string[]): Promise<Said> {
    const said = { code: -1, out: [] as string[], err: [] as string[], drawn: [] as string[] };
    const terminal: Terminal = {
      out: (text) => void said.out.push(text),
      err: (text) => void said.err.push(text),
      screen: null,
      draw: person && ((line) => void said.drawn.push(line)),
      ask: person && (async (question) => (said.err.push(question), person.says)),
      async readFile(path) {
        const text = files.get(path);
        if (text === undefined) throw new Error('no such file');
        return text;
      },
      writeFile: async (path, text) => void files.set(path, text),
      exitWith: (code) => void (said.code = code),
    };
    const { appId, privateKey, url: githubApiUrl } = github;
    const wait = async (ms: number) => {
      if (dead) throw new Error('the process is dead');
      waits.push(ms);
    };
    const connect = () =>
      createPlanSession({
        appId,
        privateKey,
        githubApiUrl,
        databaseUrl: null,
        log: silentLog,
        limits: o.limits ?? ROOMY,
        wait,
      });
    const command = planCommand({ terminal, files: planFiles, connect });
    await command.parseAsync(args, { from: 'user' });
    return { ...said, out: said.out.join('\n'), err: said.err.join('\n') };
  }

  return {
    github,
    repo,
    files,
    waits,
    plan: (...args) => run(null, args),
    planAs: (person, ...args) => run(person, args),
    writes: () => github.requests.filter(isWrite).map(({ method, route }) => `${method} ${route}`),
    shown: () => ({
      labels: repo.state.labels.map(({ name, color }) => `${name} ${color}`).sort(),
      branches: repo.branches().toSorted(),
      issues: [...repo.state.issues.values()].map((issue) => ({
        number: issue.number,
        title: issue.title,
        body: issue.body,
        state: `${issue.state} ${issue.stateReason}`,
        labels: issue.labels.map(({ name }) => name).sort(),
        parent: issue.parent?.number,
        children: issue.subIssues.map(({ number }) => number),
        blockedBy: issue.blockedBy.map(({ number }) => number),
      })),
    }),
    expectAsDescribed: () => watch.expectNone(),
    dieAt(nth, when) {
      let count = 0;
      const isNth = (request: RequestRecord) => {
        dead ||= isWrite(request) && ++count === nth;
        return dead;
      };
      github.knobs.failNext(isNth, { status: 'reset', when });
      github.knobs.failNext(() => dead, { status: 'reset', times: Infinity });
    },
    revive() {
      dead = false;
      github.knobs.reset();
    },
    close: () => github.close(),
  };
}
