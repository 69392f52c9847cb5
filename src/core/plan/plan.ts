import type { TaskStatus } from '../model/task.ts';

/** What somebody wants to be done: epics and their tasks, by keys of the plan's own. */
export interface Plan {
  readonly project: string;
  /** What the plan says of itself. Its rows are the facts. */
  readonly stated: { readonly tasks: number | null; readonly hours: number | null };
  readonly epics: readonly PlanEpic[];
  readonly tasks: readonly PlanTask[];
  readonly agents: readonly PlanAgent[];
}

export interface PlanEpic {
  readonly key: string;
  readonly title: string;
  readonly branch: string;
  /** The hours that its heading says; null: it says none. */
  readonly statedHours: number | null;
  /** Its tasks begin once each of these epics has reached its percentage. */
  readonly after: readonly { readonly epic: string; readonly percent: number }[];
}

/** Null: the plan does not say, so whatever GitHub says stays. */
export interface PlanTask {
  readonly key: string;
  readonly epic: string;
  readonly title: string;
  readonly hours: number | null;
  readonly priority: number | null;
  readonly status: TaskStatus | null;
  /** How far it is said to be; told, and never applied. */
  readonly percent: number | null;
  /** Keys of the tasks that it waits for. */
  readonly after: readonly string[];
  /** Whom it is meant for. A wish: it becomes theirs when they claim it. */
  readonly agent: string | null;
}

export interface PlanAgent {
  readonly name: string;
  readonly role: string | null;
  readonly host: string | null;
  readonly active: boolean;
}
