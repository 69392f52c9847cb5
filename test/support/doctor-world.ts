import { readFileSync } from 'node:fs';
import { createDoctor } from '../../src/app/create-doctor.ts';
import { doctorCommand } from '../../src/cli/doctor-command.ts';
import { readManifest } from '../../src/config/read-manifest.ts';
import type { Diagnosis } from '../../src/core/doctor/diagnosis.ts';
import { createServer, type Server } from '../../src/http/create-server.ts';
import { watchGitHub } from '../github/descriptions/watch-github.ts';
import type { Installation } from '../github/model.ts';
import type { TwinRepository } from '../github/people/twin-repository.ts';
import { startGitHub, type SimulatedGitHub } from '../github/start-github.ts';
import { BARE } from './bare-server.ts';
import { createDatabase, type TestDatabase } from './database.ts';
import { recordingTerminal, type Said } from './recording-terminal.ts';
import { silentLog } from './silent-log.ts';
import { BRANCHES, CI_WORKFLOW, flotillaConfig } from './world-files.ts';

export const CONFIG = '.github/flotilla.yml';
export const CI = '.github/workflows/ci.yml';
const HOOK = '/api/github/webhooks';
const MANIFEST = new URL('../../app.yml', import.meta.url);
const rules = (...types: readonly string[]) => types.map((type) => ({ type }));

/** A Flotilla that is set up well: a GitHub with an App as `app.yml` wants it, one repository, a server, a database. */
export interface DoctorWorld {
  readonly github: SimulatedGitHub;
  readonly repo: TwinRepository;
  readonly installation: Installation;
  readonly database: TestDatabase;
  /** What the program is started with; tests change it. */
  readonly env: Record<string, string>;
  /** Where the server of Flotilla is. */
  readonly url: string;
  readonly config: string;
  /** Runs `flotilla doctor ...args`. */
  doctor(...args: readonly string[]): Promise<Said>;
  /** What it finds that is not well, and what it ends with. Addresses are those of an installation. */
  examine(): Promise<{ readonly code: number; readonly found: readonly Diagnosis[] }>;
  /** Another server with the same settings; closed with the world. */
  serve(port: number): Promise<string>;
  protectEpics(
    this: void,
    o?: { readonly more?: readonly string[]; readonly bypass?: readonly number[] },
  ): () => void;
  protectScratch(this: void, o?: { readonly bypass?: readonly number[] }): () => void;
  /** A maintainer changes files on the default branch and on those of the epics, from which they are not kept then. */
  pushEverywhere(files: Readonly<Record<string, string | null>>): Promise<void>;
  close(): Promise<void>;
}

export async function createDoctorWorld(): Promise<DoctorWorld> {
  const [github, database] = await Promise.all([startGitHub(), createDatabase()]);
  const watch = watchGitHub(github);
  const servers: Server[] = [];
  const serve = async (port: number): Promise<string> => {
    const server = createServer({ ...BARE, secrets: [String(env['WEBHOOK_SECRET'])] });
    servers.push(server);
    return server.listen({ host: '127.0.0.1', port });
  };
  const env: Record<string, string> = {
    APP_ID: String(github.appId),
    PRIVATE_KEY: github.privateKey,
    WEBHOOK_SECRET: github.webhookSecret,
    DATABASE_URL: database.url,
    GITHUB_API_URL: github.url,
  };
  const url = await serve(0);
  env['PUBLIC_URL'] = url;
  github.webhookUrl = `${url}${HOOK}`;
  github.changeApp(readManifest(readFileSync(MANIFEST, 'utf8')) as Parameters<typeof github.changeApp>[0]);
  const agentD = github.createUser({ login: 'agent-d[bot]', type: 'Bot' });
  const agentE = github.createUser({ login: 'agent-e[bot]', type: 'Bot' });
  const config = flotillaConfig({ agentD, agentE });
  const repo = await github.createRepository({
    name: 'fleet',
    files: { 'README.md': '# Fleet\n', [CI]: CI_WORKFLOW, [CONFIG]: config },
  });
  for (const branch of BRANCHES) await repo.createBranch(branch);
  const ours = [github.appId];
  const protectEpics: DoctorWorld['protectEpics'] = ({ more = [], bypass = ours } = {}) =>
    repo.setRuleset({
      name: 'Epics',
      branches: [...BRANCHES],
      rules: rules('update', 'deletion', 'non_fast_forward', ...more),
      bypass,
    });
  const protectScratch: DoctorWorld['protectScratch'] = ({ bypass = ours } = {}) =>
    repo.setRuleset({
      name: 'Flotilla',
      branches: ['flotilla/**'],
      rules: rules('creation', 'update', 'deletion'),
      bypass,
    });
  protectEpics();
  protectScratch();
  const installation = github.install(repo);
  await github.idle();

  async function doctor(...args: readonly string[]): Promise<Said> {
    const { terminal, said } = recordingTerminal();
    const examine = createDoctor({ env, readFile: () => '', log: () => silentLog });
    await doctorCommand({ terminal, examine }).parseAsync(args, { from: 'user' });
    return said();
  }

  return {
    github,
    repo,
    installation,
    database,
    env,
    url,
    config,
    doctor,
    async examine() {
      const { code, out } = await doctor('--json');
      const told = out.replaceAll(github.url, 'https://github.com').replaceAll(url, 'https://flotilla.test');
      const { diagnoses } = JSON.parse(told) as { readonly diagnoses: readonly Diagnosis[] };
      return { code, found: diagnoses.filter(({ level }) => level !== 'ok') };
    },
    serve,
    protectEpics,
    protectScratch,
    async pushEverywhere(files) {
      const open = repo.state.rulesets.splice(0);
      for (const branch of ['main', ...BRANCHES]) await repo.pushFiles({ branch, files });
      repo.state.rulesets.push(...open);
    },
    async close() {
      await Promise.all(servers.map((server) => server.close()));
      await github.close();
      await database.drop();
      watch.expectNone();
    },
  };
}
