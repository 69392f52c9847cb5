import type { PlanChange } from '../core/plan/plan-change.ts';
import type { Plan } from '../core/plan/plan.ts';
import type { RepoRef } from '../core/model/project.ts';
import type { Limits } from '../core/budget/limits.ts';
import type { Log } from '../ports.ts';

/** GitHub, for as long as a command runs. */
export interface PlanSession {
  locate(owner: string, name: string): Promise<RepoRef | null>;
  compare(
    repo: RepoRef,
    plan: Plan,
    onlooker: Pick<Onlooker, 'waiting'>,
  ): Promise<{ readonly changes: readonly PlanChange[]; readonly notes: readonly string[] }>;
  /** How many changes it took. */
  apply(repo: RepoRef, plan: Plan, onlooker: Onlooker): Promise<number>;
  export(
    repo: RepoRef,
    onlooker: Pick<Onlooker, 'waiting'>,
  ): Promise<{ readonly plan: Plan; readonly leftOut: readonly number[] }>;
  close(): Promise<void>;
}

export interface PlanSessionOptions {
  readonly appId: number;
  readonly privateKey: string;
  readonly githubApiUrl: string;
  /** Where the running Flotilla keeps its budget; null: the command has one of its own. */
  readonly databaseUrl: string | null;
  readonly log: Log;
  readonly limits?: Limits;
  readonly wait?: (ms: number) => Promise<void>;
}

interface Onlooker {
  progress(this: void, done: number, total: number): void;
  waiting(this: void, ms: number): void;
}
