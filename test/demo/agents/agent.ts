import type { DemoTask } from '../demo-plan.ts';
import type { GitHubClient } from '../github-client.ts';
import type { Meet } from './meetings.ts';
import type { WorkFolder } from './work-folder.ts';

/** All that a simulated agent has: its account's API and clone, the plan, and the other agents to meet. */
export interface Agent {
  readonly name: string;
  readonly github: GitHubClient;
  readonly work: WorkFolder;
  /** Issue numbers by task key. */
  readonly issues: ReadonlyMap<string, number>;
  readonly meet: Meet;
  /** A maintainer, who looks at checks and approves what is green. */
  readonly maintainer: GitHubClient;
  readonly say: (text: string) => void;
}

/** A pull request under way. */
export interface Undertaking {
  readonly task: DemoTask;
  readonly issue: number;
  readonly branch: string;
  readonly base: string;
  readonly pull: number;
  readonly head: string;
}
