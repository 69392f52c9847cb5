import { atLeast } from '../../core/model/role.ts';
import type { Origin, RepoEvent } from '../../core/model/event.ts';
import type { Project } from '../../core/model/project.ts';
import { roleNeeded } from '../../core/commands/role-needed.ts';
import { COMMANDS } from '../../core/commands/table.ts';
import type { Pull } from '../../core/model/pull.ts';
import { refusal } from '../../core/words/refusal.ts';
import type { Deps } from '../../ports.ts';
import { dequeue } from '../commands/dequeue.ts';
import { merge } from '../commands/merge.ts';
import { retry } from '../commands/retry.ts';
import { refuse, type CommandContext } from '../commands/command-context.ts';
import { judgePull } from '../judge-pull.ts';
import { resolveActor } from '../resolve-actor.ts';

type Request = Extract<RepoEvent, { kind: 'check_request' }>;

/** Re-run looks again; the buttons of the check run are the commands of the same names, with the same rights. */
export async function checkRequested(
  deps: Deps,
  project: Project,
  event: Request,
  origin: Origin,
): Promise<void> {
  const pulls = (await deps.store.read.pullsByHead(project.id, event.sha)).filter(
    (pull) => pull.state === 'open',
  );
  for (const pull of pulls) {
    if (event.action !== 'rerequested') await press(deps, project, pull, event.action, origin);
    await judgePull(deps, project, pull.number);
  }
}

async function press(
  deps: Deps,
  project: Project,
  pull: Pull,
  button: 'queue' | 'dequeue' | 'retry',
  origin: Origin,
): Promise<void> {
  const actor = await resolveActor(deps, project, origin.sender);
  const context: CommandContext = { project, actor, thread: pull.number, isPull: true };
  const spec = COMMANDS[button === 'queue' ? 'merge' : button];
  const needed = roleNeeded(spec, project.config);
  const allowed = atLeast(actor.role, needed.needs);
  const apply = allowed
    ? await run(deps, context, button, pull)
    : refuse(refusal, { kind: 'needs_role', has: actor.role, ...needed });
  await deps.store.transaction(async (tx) => {
    const outcome = await apply(tx);
    // Pressed once, done once: a second run of this delivery would find its own traces and refuse.
    if (origin.delivery !== null) await tx.settleDelivery(origin.delivery);
    if (outcome.reply === undefined) return;
    // Pressing twice what was refused once is answered once.
    const key = `button:${pull.number}:${pull.head}:${button}:${actor.id}`;
    await tx.effects.want({
      projectId: project.id,
      key,
      settleMs: 0,
      kind: 'comment',
      issue: pull.number,
      body: outcome.reply,
    });
  });
}

function run(
  deps: Deps,
  context: CommandContext,
  button: 'queue' | 'dequeue' | 'retry',
  pull: Pull,
): ReturnType<typeof merge> {
  switch (button) {
    case 'queue':
      return merge(deps, context, { name: 'merge', sha: pull.head });
    case 'dequeue':
      return dequeue(deps, context);
    case 'retry':
      return retry(deps, context);
  }
}
