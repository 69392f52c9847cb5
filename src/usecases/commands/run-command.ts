import { assertNever } from '../../core/assert-never.ts';
import type { Command } from '../../core/commands/command.ts';
import type { Deps } from '../../ports.ts';
import { assign } from './assign.ts';
import { block } from './block.ts';
import { claim } from './claim.ts';
import type { Apply, CommandContext } from './command-context.ts';
import { depends } from './depends.ts';
import { dequeue } from './dequeue.ts';
import { estimate } from './estimate.ts';
import { evidence } from './evidence.ts';
import { extend } from './extend.ts';
import { fail } from './fail.ts';
import { handoff } from './handoff.ts';
import { help } from './help.ts';
import { hold, unhold } from './hold.ts';
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

/** The table from command to use case. */
export function runCommand(deps: Deps, context: CommandContext, command: Command): Promise<Apply> {
  switch (command.name) {
    case 'claim':
      return claim(deps, context, command);
    case 'assign':
      return assign(deps, context, command);
    case 'extend':
      return extend(deps, context, command);
    case 'handoff':
      return handoff(deps, context, command);
    case 'progress':
      return progress(deps, context, command);
    case 'estimate':
      return estimate(deps, context, command);
    case 'priority':
      return priority(deps, context, command);
    case 'block':
      return block(deps, context, command);
    case 'unblock':
      return unblock(deps, context);
    case 'fail':
      return fail(deps, context, command);
    case 'reopen':
      return reopen(deps, context);
    case 'depends':
      return depends(deps, context, command);
    case 'undepends':
      return undepends(deps, context, command);
    case 'evidence':
      return evidence(deps, context, command);
    case 'release':
      return release(deps, context);
    case 'status':
      return status(deps, context);
    case 'help':
      return help();
    case 'merge':
      return merge(deps, context, command);
    case 'dequeue':
      return dequeue(deps, context);
    case 'retry':
      return retry(deps, context);
    case 'hold':
      return hold(deps, context);
    case 'unhold':
      return unhold(deps, context);
    case 'lane':
      return lane(deps, context, command);
    case 'next':
      return next(deps, context);
    default:
      return assertNever(command);
  }
}
