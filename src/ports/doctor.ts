import type {
  AppAnswer,
  AttemptFacts,
  DatabaseAnswer,
  HookFacts,
  InstallationFacts,
  Knock,
  RedisAnswer,
  RuleFacts,
  RulesetFacts,
  WantedRights,
  BranchFacts,
} from '../core/doctor/facts.ts';
import type { WorkflowAnswer } from '../core/doctor/judge-workflow.ts';
import type { RepoRef } from '../core/model/project.ts';
import type { GitHubReader } from './github.ts';
import type { ConfigReader } from './world.ts';

/** GitHub as the App itself sees it. */
export interface AppInspector {
  /** Throws only where GitHub gives no answer at all. */
  app(): Promise<AppAnswer>;
  installations(): Promise<readonly InstallationFacts[]>;
  hook(): Promise<HookFacts>;
  /** The newest first. */
  attempts(): Promise<readonly AttemptFacts[]>;
}

/** One repository, through its installation. */
export interface RepositoryInspector {
  readonly readConfig: GitHubReader['readConfig'];
  /** Repositories that are archived are left out. */
  repositories(installationId: number): Promise<readonly RepoRef[]>;
  /** Null: there is no such branch. */
  protection(repo: RepoRef, branch: string): Promise<BranchFacts['protection']>;
  /** The branch need not be there. */
  rules(repo: RepoRef, branch: string): Promise<readonly RuleFacts[]>;
  /** Null: GitHub does not show it. */
  ruleset(repo: RepoRef, id: number): Promise<RulesetFacts | null>;
  /** The text of a file on a branch; null: there is none. */
  file(repo: RepoRef, branch: string, path: string): Promise<string | null>;
}

/** What `flotilla doctor` looks at, each independent of the others. */
export interface DoctorDeps {
  readonly appId: number;
  readonly publicUrl: string | null;
  readonly wanted: WantedRights;
  readonly app: AppInspector;
  readonly repositories: RepositoryInspector;
  readonly configReader: ConfigReader;
  readonly readWorkflow: (text: string) => WorkflowAnswer;
  readonly knock: (url: string) => Promise<Knock>;
  readonly database: () => Promise<DatabaseAnswer>;
  /** Null: the queue lives in PostgreSQL. */
  readonly redis: (() => Promise<RedisAnswer>) | null;
}
