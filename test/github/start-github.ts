/**
 * A GitHub to test against: one HTTP server on the loopback, real git behind it, webhooks made from its own state.
 *
 * - `model.ts` the state · `twin.ts` what every function gets · `knobs.ts` what a test may turn
 * - `operations/` one thing that happens at GitHub each: change the state, send the events
 * - `render/` one object each, as REST and webhooks write it
 * - `routes/` the REST operations · `graphql/` the resolvers over GitHub's published schema
 * - `http/` server, tokens, permissions, pages, git over HTTP · `hooks/` events and their deliveries
 * - `git/` bare repositories · `people/` the handles through which tests act
 *
 * A token acts with its account's rights over REST, GraphQL and git; the handles act without asking for rights.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOutbox } from './hooks/create-outbox.ts';
import { createRouter } from './http/router.ts';
import { serve } from './http/serve.ts';
import { createKnobs, newKnobState, type Knobs } from './knobs.ts';
import type { AppIdentity, Hook, Installation, Level, PermissionMap, User } from './model.ts';
import {
  acceptPermissions,
  changeRepositories,
  emitInstallation,
  installApp,
  suspendInstallation,
  uninstallApp,
} from './operations/installations.ts';
import {
  archiveRepository,
  createRepository,
  deleteRepository,
  renameRepository,
  transferRepository,
} from './operations/repositories.ts';
import { createUser } from './operations/users.ts';
import { actAs, type By } from './people/act-as.ts';
import { twinRepository, type TwinRepository } from './people/twin-repository.ts';
import { routes } from './routes/routes.ts';
import { makeKeys } from './http/make-keys.ts';
import { seededRandom } from './seeded-random.ts';
import type { AnswerListener, DeliveryRecord, RequestRecord, Twin, WebhookListener } from './twin.ts';

export type TwinUser = Pick<User, 'id' | 'nodeId' | 'login' | 'type' | 'token'>;

export interface SimulatedGitHub {
  /** Base of REST (with or without `/api/v3`); GraphQL at `/graphql`; git at `/{owner}/{repo}.git`. */
  readonly url: string;
  readonly appId: number;
  readonly appSlug: string;
  readonly privateKey: string;
  readonly webhookSecret: string;
  /** How the owner of the App has set up its webhook; tests may change it. */
  readonly hook: Hook;
  /** What people sign in to the App with. */
  readonly oauth: { readonly clientId: string; readonly clientSecret: string };
  webhookUrl: string | undefined;
  readonly knobs: Knobs;
  readonly deliveries: readonly DeliveryRecord[];
  readonly requests: readonly RequestRecord[];
  createUser(o: { login: string; type?: 'User' | 'Bot' }): TwinUser;
  createRepository(o: {
    owner?: string;
    name: string;
    files?: Readonly<Record<string, string>>;
    defaultBranch?: string;
    private?: boolean;
    collaborators?: Readonly<Record<string, Level>>;
  }): Promise<TwinRepository>;
  install(
    repos: TwinRepository | readonly TwinRepository[],
    o?: { permissions?: PermissionMap; selection?: 'all' | 'selected' },
  ): Installation;
  uninstall(installation: Installation): void;
  suspend(installation: Installation): void;
  unsuspend(installation: Installation): void;
  changePermissions(installation: Installation, permissions: PermissionMap): void;
  /** The owner of the App changes what it asks for; installations keep what they granted until they accept. */
  changeApp(o: { permissions?: PermissionMap; events?: readonly string[] }): void;
  /** The owner of the account accepts all that the App asks for. */
  acceptPermissions(installation: Installation): void;
  addToInstallation(installation: Installation, repos: TwinRepository | readonly TwinRepository[]): void;
  removeFromInstallation(installation: Installation, repos: TwinRepository | readonly TwinRepository[]): void;
  renameRepository(repo: TwinRepository, name: string, o?: { by?: By }): void;
  archiveRepository(repo: TwinRepository, archived?: boolean): void;
  transferRepository(repo: TwinRepository, owner: string): void;
  deleteRepository(repo: TwinRepository): void;
  /** Sends the delivery again with its GUID, as the button on the App's page does. */
  redeliver(delivery: DeliveryRecord): void;
  /** Every REST answer, as it went out. */
  onAnswer(listener: AnswerListener): () => void;
  /** Every webhook, also those that knobs lose. */
  onWebhook(listener: WebhookListener): () => void;
  /** Resolves once no delivery is queued or under way; held ones do not count. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** What our App asks for when it is registered. */
export const defaultPermissions: PermissionMap = {
  actions: 'read',
  checks: 'write',
  contents: 'write',
  deployments: 'read',
  issues: 'write',
  members: 'read',
  metadata: 'read',
  pull_requests: 'write',
};

const events = [
  'check_run',
  'check_suite',
  'create',
  'delete',
  'deployment',
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
];

/** Starts the server on a free port of 127.0.0.1. `seed` rules all chance; `now` dates everything but tokens. */
export async function startGitHub(
  options: { webhookSecret?: string; appId?: number; seed?: number; now?: () => Date } = {},
): Promise<SimulatedGitHub> {
  const twin = await createTwin(options);
  const find = createRouter(routes);
  twin.server.on('request', (request, response) => {
    serve(twin, find, request, response).catch((error: unknown) =>
      response.destroy(error instanceof Error ? error : undefined),
    );
  });
  await new Promise<void>((resolve) => twin.server.listen(0, '127.0.0.1', resolve));
  const address = twin.server.address();
  twin.url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  return handleOf(twin, (await makeKeys()).privateKey);
}

async function createTwin(o: {
  webhookSecret?: string;
  appId?: number;
  seed?: number;
  now?: () => Date;
}): Promise<Twin> {
  const [root, { publicKey }] = await Promise.all([mkdtemp(join(tmpdir(), 'github-')), makeKeys()]);
  let lastId = 1000;
  const outbox = createOutbox(() => twin);
  const knobState = newKnobState();
  const setUsed = (used: number): void => {
    for (const rate of twin.rates.values()) rate.used = used;
  };
  const knobs = createKnobs(knobState, { release: (order) => outbox.release(order), setUsed });
  const base = {
    url: '',
    root,
    server: createServer({ keepAlive: true }),
    publicKey,
    hook: {
      contentType: 'json',
      insecureSsl: false,
      secret: o.webhookSecret ?? randomBytes(16).toString('hex'),
    },
    webhookUrl: undefined,
    now: o.now ?? (() => new Date()),
    random: seededRandom(o.seed ?? 1),
    knobs,
    knobState,
    users: new Map(),
    repositories: new Map(),
    oauth: { clientId: 'Iv23liFlotilla', clientSecret: randomBytes(20).toString('hex') },
    codes: new Map(),
    installations: new Map(),
    tokens: new Map(),
    otherApps: new Map(),
    nodes: new Map(),
    deliveries: [],
    requests: [],
    answerListeners: new Set(),
    webhookListeners: new Set(),
    rates: new Map(),
    nextId: () => (lastId += 1),
    outbox,
    closed: false,
  };
  const twin = base as unknown as Twin;
  const owner = createUser(twin, { login: 'flotilla-dev', type: 'User' });
  const github = createUser(twin, { login: 'github', type: 'User' });
  const app: AppIdentity = {
    id: o.appId ?? 4242,
    slug: 'flotilla',
    name: 'Flotilla',
    owner,
    permissions: defaultPermissions,
    events,
  };
  // 15368 is GitHub Actions' real id.
  const actionsApp: AppIdentity = {
    id: 15368,
    slug: 'github-actions',
    name: 'GitHub Actions',
    owner: github,
    permissions: { checks: 'write' },
    events: [],
  };
  return Object.assign(twin, { app, actionsApp });
}

function handleOf(twin: Twin, privateKey: string): SimulatedGitHub {
  const states = (repos: TwinRepository | readonly TwinRepository[]) =>
    ('state' in repos ? [repos] : repos).map((one) => one.state);
  const ownerOf = (installation: Installation) => ({ user: installation.account });
  return {
    url: twin.url,
    appId: twin.app.id,
    appSlug: twin.app.slug,
    privateKey,
    get webhookSecret() {
      return twin.hook.secret;
    },
    hook: twin.hook,
    oauth: twin.oauth,
    get webhookUrl() {
      return twin.webhookUrl;
    },
    set webhookUrl(url) {
      twin.webhookUrl = url;
    },
    knobs: twin.knobs,
    deliveries: twin.deliveries,
    requests: twin.requests,
    createUser: (o) => createUser(twin, o),
    async createRepository({
      owner = 'acme',
      name,
      files = { 'README.md': `# ${name}\n` },
      defaultBranch = 'main',
      collaborators = {},
      ...o
    }) {
      const user = createUser(twin, { login: owner });
      const repo = await createRepository(twin, {
        owner: user,
        name,
        files,
        defaultBranch,
        private: o.private ?? false,
      });
      for (const [login, level] of Object.entries(collaborators))
        repo.collaborators.set(createUser(twin, { login }).id, level);
      return twinRepository(twin, repo);
    },
    install: (repos, o) => installApp(twin, states(repos), o),
    uninstall: (installation) => uninstallApp(twin, installation, ownerOf(installation)),
    suspend: (installation) => suspendInstallation(twin, installation, ownerOf(installation), true),
    unsuspend: (installation) => suspendInstallation(twin, installation, ownerOf(installation), false),
    changePermissions(installation, permissions) {
      installation.permissions = permissions;
      emitInstallation(twin, installation, ownerOf(installation), 'new_permissions_accepted');
    },
    changeApp(o) {
      twin.app = { ...twin.app, ...o };
    },
    acceptPermissions: (installation) => acceptPermissions(twin, installation),
    addToInstallation: (installation, repos) =>
      changeRepositories(twin, installation, ownerOf(installation), { added: states(repos) }),
    removeFromInstallation: (installation, repos) =>
      changeRepositories(twin, installation, ownerOf(installation), { removed: states(repos) }),
    renameRepository: (repo, name, o) =>
      renameRepository(twin, repo.state, actAs(twin, repo.state, o?.by), name),
    archiveRepository: (repo, archived = true) =>
      archiveRepository(twin, repo.state, { user: repo.state.owner }, archived),
    transferRepository: (repo, owner) =>
      transferRepository(twin, repo.state, { user: repo.state.owner }, createUser(twin, { login: owner })),
    deleteRepository: (repo) => deleteRepository(twin, repo.state, { user: repo.state.owner }),
    redeliver: (delivery) => twin.outbox.redeliver(delivery),
    onAnswer(listener) {
      twin.answerListeners.add(listener);
      return () => twin.answerListeners.delete(listener);
    },
    onWebhook(listener) {
      twin.webhookListeners.add(listener);
      return () => twin.webhookListeners.delete(listener);
    },
    idle: () => twin.outbox.idle(),
    close: () => closeTwin(twin),
  };
}

async function closeTwin(twin: Twin): Promise<void> {
  if (twin.closed) return;
  twin.closed = true;
  await twin.outbox.close();
  const ended = new Promise<void>((resolve) => twin.server.close(() => resolve()));
  twin.server.closeAllConnections();
  await ended;
  await Promise.all([...twin.repositories.values()].map((repo) => repo.git.close()));
  await rm(twin.root, { recursive: true, force: true });
}
