import type { CommandName } from '../model/command-name.ts';
import { assign } from './assign.ts';
import { block } from './block.ts';
import { claim } from './claim.ts';
import { depends } from './depends.ts';
import { dequeue } from './dequeue.ts';
import { estimate } from './estimate.ts';
import { evidence } from './evidence.ts';
import { extend } from './extend.ts';
import { fail } from './fail.ts';
import { handoff } from './handoff.ts';
import { help } from './help.ts';
import { hold } from './hold.ts';
import { lane } from './lane.ts';
import { merge } from './merge.ts';
import { next } from './next.ts';
import { priority } from './priority.ts';
import { progress } from './progress.ts';
import { release } from './release.ts';
import { reopen } from './reopen.ts';
import { retry } from './retry.ts';
import { status } from './status.ts';
import { unblock } from './unblock.ts';
import { undepends } from './undepends.ts';
import { unhold } from './unhold.ts';
import type { Command } from './command.ts';
import type { CommandSpec } from './command-spec.ts';

/** Every command, in the order of the help. The compiler complains when one is missing. */
export const COMMANDS: { readonly [Name in CommandName]: CommandSpec<Extract<Command, { name: Name }>> } = {
  claim,
  release,
  assign,
  progress,
  estimate,
  priority,
  depends,
  undepends,
  block,
  unblock,
  evidence,
  extend,
  handoff,
  fail,
  reopen,
  merge,
  dequeue,
  retry,
  hold,
  unhold,
  lane,
  next,
  status,
  help,
};
