import type { AssignCommand } from './assign.ts';
import type { BlockCommand } from './block.ts';
import type { ClaimCommand } from './claim.ts';
import type { DependsCommand } from './depends.ts';
import type { DequeueCommand } from './dequeue.ts';
import type { EstimateCommand } from './estimate.ts';
import type { EvidenceCommand } from './evidence.ts';
import type { ExtendCommand } from './extend.ts';
import type { FailCommand } from './fail.ts';
import type { HandoffCommand } from './handoff.ts';
import type { HelpCommand } from './help.ts';
import type { HoldCommand } from './hold.ts';
import type { LaneCommand } from './lane.ts';
import type { MergeCommand } from './merge.ts';
import type { NextCommand } from './next.ts';
import type { PriorityCommand } from './priority.ts';
import type { ProgressCommand } from './progress.ts';
import type { ReleaseCommand } from './release.ts';
import type { ReopenCommand } from './reopen.ts';
import type { RetryCommand } from './retry.ts';
import type { StatusCommand } from './status.ts';
import type { UnblockCommand } from './unblock.ts';
import type { UndependsCommand } from './undepends.ts';
import type { UnholdCommand } from './unhold.ts';

/** A command with its arguments, read and checked. */
export type Command =
  | ClaimCommand
  | ReleaseCommand
  | AssignCommand
  | ProgressCommand
  | EstimateCommand
  | PriorityCommand
  | DependsCommand
  | UndependsCommand
  | BlockCommand
  | UnblockCommand
  | EvidenceCommand
  | ExtendCommand
  | HandoffCommand
  | FailCommand
  | ReopenCommand
  | MergeCommand
  | DequeueCommand
  | RetryCommand
  | HoldCommand
  | UnholdCommand
  | LaneCommand
  | NextCommand
  | StatusCommand
  | HelpCommand;
