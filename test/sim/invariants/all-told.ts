import { parseCommands } from '../../../src/core/commands/parse-commands.ts';
import type { CommandRow } from '../memory-store/rows.ts';
import type { World } from '../world.ts';
import type { Invariant } from './watch.ts';

/** I5 and I6: no command line is run twice; at the end every delivery reached one, and every line has an outcome. */
export function allTold(world: World): Invariant {
  const { deliveries, commands, projects } = world.database.tables;
  return {
    onCommit(changes) {
      for (const { table, before, after } of changes) {
        if (table !== 'commands' || before === null) continue;
        const { commentId, line } = after as CommandRow;
        world.fail('I6', `line ${line} of comment ${commentId} was run again`);
      }
    },
    atEnd() {
      for (const row of deliveries.rows.values()) {
        if (row.state !== 'handled')
          return world.fail('I5', `delivery ${row.guid} ${row.event} is ${row.state}: ${row.error}`);
      }
      if (deliveries.rows.size > world.webhooks.sent())
        return world.fail(
          'I5',
          `${deliveries.rows.size} deliveries are stored, ${world.webhooks.sent()} were sent`,
        );
      const missing = world.webhooks.unacknowledged();
      if (missing.length > 0) return world.fail('I5', `delivery ${missing[0]} was never taken in`);
      const project = [...projects.rows.values()][0];
      if (!project) return world.fail('I5', 'the repository was never taken in');
      for (const comment of world.github.comments) {
        if (comment.byApp) continue;
        // What it says by now may be something else: edits never run.
        const text = comment.body.at(comment.createdAt);
        const verdicts = new Set(comment.reactions.map(({ content }) => content));
        if (verdicts.size > 1 && !text.includes('\n'))
          return world.fail('I6', `comment ${comment.id} was answered ${[...verdicts].join(' and ')}`);
        const lines = text.split('\n').map((line, index) => ({ line: index + 1, text: line }));
        for (const { line } of parseCommands(lines)) {
          if (!commands.rows.has(`${project.id} ${comment.id} ${line}`))
            return world.fail('I6', `line ${line} of comment ${comment.id} (${text}) has no outcome`);
        }
      }
    },
  };
}
