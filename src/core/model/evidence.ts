import type { TaskId } from './ids.ts';

export const EVIDENCE_TYPES = [
  'commit',
  'pr',
  'test',
  'build',
  'deployment',
  'research',
  'citation',
] as const;
export type EvidenceType = (typeof EVIDENCE_TYPES)[number];

/** A fact about a task. Unique by (task, type, ref), so the same event twice adds nothing; only its grade may rise. */
export interface Evidence {
  readonly taskId: TaskId;
  readonly type: EvidenceType;
  /** What identifies the fact: a commit id, a pull request URL, a check run's URL with its commit. */
  readonly ref: string;
  readonly summary: string;
  readonly url: string | null;
  /** Who says so: an agent's word, what we saw in a webhook, or what we read from GitHub ourselves. */
  readonly grade: 'claimed' | 'observed' | 'verified';
}
