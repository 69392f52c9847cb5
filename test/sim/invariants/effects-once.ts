import { sayingOf } from '../../../src/core/label-saying.ts';
import type { EffectRow } from '../memory-store/rows.ts';
import type { World } from '../world.ts';
import type { Invariant } from './watch.ts';

/** I9: what was said once is seen once; at the end every comment, status and reaction that was wanted is there. */
export function effectsOnce(world: World): Invariant {
  const { github, database } = world;
  let counted = 0;
  const keys = new Map<string, number>();

  return {
    onCall(_runner, method) {
      if (method !== 'perform') return;
      for (; counted < github.comments.length; counted += 1) {
        const comment = github.comments[counted];
        if (!comment?.byApp || comment.key === null) continue;
        const earlier = keys.get(comment.key);
        keys.set(comment.key, comment.id);
        const still = github.comments.find(({ id }) => id === earlier);
        if (still && !still.gone.get())
          world.fail('I9', `comment ${comment.key} is there twice (${earlier} and ${comment.id})`);
      }
    },
    atEnd() {
      for (const row of database.tables.effects.rows.values()) {
        const missing = row.dead ? null : missingOf(world, row);
        if (missing) return world.fail('I9', `${row.key}: ${missing}`);
      }
    },
  };
}

function missingOf({ github }: World, row: EffectRow): string | null {
  const { payload } = row;
  if (row.version !== row.sentVersion) return 'was never sent';
  switch (payload.kind) {
    case 'comment':
    case 'sticky': {
      const mine = github.comments.filter((comment) => comment.byApp && comment.key === row.key);
      const there = mine.filter((comment) => !comment.gone.get());
      if (there.length > 1) return `is there ${there.length} times`;
      if (there.length === 0) return mine.length > 0 ? null : 'is not there';
      if (payload.kind === 'sticky' && there[0]?.body.get() !== payload.body) return 'shows something else';
      return null;
    }
    case 'reaction': {
      const comment = github.comments.find(({ id }) => id === payload.commentId);
      if (!comment || comment.gone.get()) return null;
      const mine = comment.reactions.filter(({ content }) => content === payload.content);
      return mine.length === 1 ? null : `is there ${mine.length} times`;
    }
    case 'labels': {
      const { snapshot, turns = [] } = github.issues.get(payload.issue) ?? {};
      const labels = snapshot?.get().labels ?? [];
      if (payload.instead !== undefined) {
        const isOfKind = (label: string) => sayingOf(label)?.family === payload.instead;
        // People may have said something else since.
        const last = turns.findLast(({ label }) => label !== null && isOfKind(label));
        const shown = labels.filter(isOfKind);
        return shown.join() === payload.want.join() || last?.bySelf === false
          ? null
          : `${shown.join()} instead of ${payload.want.join()}`;
      }
      const kept = labels.filter((label) => payload.manage.some((prefix) => label.startsWith(prefix)));
      const same = kept.length === payload.want.length && payload.want.every((label) => kept.includes(label));
      return same ? null : `${kept.join()} instead of ${payload.want.join()}`;
    }
    // Somebody else may have closed it since.
    case 'reopen':
    case 'dependency':
      return null;
    case 'issue': {
      const mine = [...github.issues.values()].filter(({ key }) => key === row.key);
      return mine.length === 1 ? null : `is there ${mine.length} times`;
    }
    case 'check': {
      const newest = github.checks
        .filter((check) => check.key === row.key)
        .at(-1)
        ?.state.get();
      const same = newest?.status === payload.check.status && newest.conclusion === payload.check.conclusion;
      return same ? null : `shows ${newest?.status} ${newest?.conclusion}`;
    }
  }
}
