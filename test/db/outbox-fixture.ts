import { expect } from 'vitest';
import type { Effect, EffectBody } from '../../src/core/model/effect.ts';
import type { ProjectId } from '../../src/core/model/ids.ts';
import type { Project } from '../../src/core/model/project.ts';
import type { ClaimedEffect, Outbox } from '../../src/ports.ts';
import { createFixture, must, type Fixture } from './store-fixture.ts';

/** An outbox on an empty database, and what its executors do. */
export interface OutboxFixture {
  readonly fixture: Fixture;
  readonly outbox: Outbox;
  /** Whose effects they are, unless told. */
  readonly project: Project;
  want(key: string, body: EffectBody, more?: { settleMs?: number; projectId?: ProjectId }): Promise<void>;
  /** Claims one effect. */
  next(): Promise<ClaimedEffect>;
  /** Claims one effect and begins to send it. */
  begun(): Promise<ClaimedEffect>;
  /** In how many seconds the effect of `key` is due. */
  dueIn(key: string): Promise<number>;
  /** As if every lease had run out so many seconds ago: more than any replica is behind, unless told. */
  crash(secondsAgo?: number): Promise<unknown>;
  close(): Promise<void>;
}

export function comment(issue: number, body: string): EffectBody {
  return { kind: 'comment', issue, body };
}

export function sticky(issue: number, body: string, state = 'in_progress'): EffectBody {
  return { kind: 'sticky', issue, body, state };
}

export async function createOutboxFixture(): Promise<OutboxFixture> {
  const fixture = await createFixture();
  const { outbox } = fixture.store;
  const project = await fixture.project();

  async function next(): Promise<ClaimedEffect> {
    const [effect] = await outbox.claim(1, 60_000);
    return must(effect);
  }

  return {
    fixture,
    outbox,
    project,
    next,
    want(key, body, more = {}) {
      const effect: Effect = { projectId: project.id, key, settleMs: 0, ...body, ...more };
      return fixture.store.transaction((tx) => tx.effects.want(effect));
    },
    async begun() {
      const effect = await next();
      expect(await outbox.begin(effect, [], 60_000)).toBe(true);
      return effect;
    },
    async dueIn(key) {
      const [row] = await fixture.sql(
        'select extract(epoch from due_at - clock_timestamp())::float8 as s from effects where key = $1',
        [key],
      );
      return Number(must(row)['s']);
    },
    crash: (secondsAgo = 31) =>
      fixture.sql(
        `update effects set leased_until = clock_timestamp() - $1::integer * interval '1 second'
          where leased_until is not null`,
        [secondsAgo],
      ),
    close: () => fixture.close(),
  };
}
