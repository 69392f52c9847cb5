import type { Activity } from '../core/model/activity.ts';
import type { AgentRecords } from './agent-records.ts';
import type { OnceRecords } from './answers.ts';
import type { AssignmentRecords } from './assignment-records.ts';
import type { CheckRecords } from './check-records.ts';
import type { CommandRecords } from './command-records.ts';
import type { EffectRecords } from './effect-records.ts';
import type { EntryRecords } from './entry-records.ts';
import type { EvidenceRecords } from './evidence-records.ts';
import type { LaneRecords } from './lane-records.ts';
import type { ProjectRecords } from './project-records.ts';
import type { PullRecords } from './pull-records.ts';
import type { TaskRecords } from './task-records.ts';
import type { TextRecords } from './text-records.ts';
import type { Bell } from './world.ts';

/** Facts and writes inside one transaction. */
export interface Tx extends OnceRecords {
  readonly projects: ProjectRecords;
  readonly tasks: TaskRecords;
  readonly texts: TextRecords;
  readonly agents: AgentRecords;
  readonly assignments: AssignmentRecords;
  readonly evidence: EvidenceRecords;
  readonly pulls: PullRecords;
  readonly checks: CheckRecords;
  readonly lanes: LaneRecords;
  readonly entries: EntryRecords;
  readonly commands: CommandRecords;
  readonly effects: EffectRecords;
  activity(line: Activity): Promise<void>;
  /** The delivery that caused this has been dealt with, in this very transaction. */
  settleDelivery(guid: string): Promise<void>;
  /** Rings after the commit. */
  ring(bell: Bell): void;
}
