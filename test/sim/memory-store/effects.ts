import { makesNew } from '../../../src/core/makes-new.ts';
import type { Effect, EffectBody } from '../../../src/core/model/effect.ts';
import type { Tx } from '../../../src/ports.ts';
import type { EffectRow } from './rows.ts';
import type { Session } from './session.ts';

export const STICKY_MS = 60_000;
const HOUR_MS = 3_600_000;
const UNSEEN_MS = 31_000;

export function stateOf(payload: EffectBody): string | null {
  return payload.kind === 'sticky' ? payload.state : null;
}

function objectOf(payload: EffectBody, key: string): string {
  switch (payload.kind) {
    case 'comment':
    case 'sticky':
    case 'labels':
    case 'reopen':
    case 'dependency':
      return `issue:${payload.issue}`;
    case 'issue':
      return `new issue:${key}`;
    case 'reaction':
      return `comment:${payload.commentId}`;
    case 'check':
      return `check:${payload.check.sha}:${payload.check.name}`;
  }
}

export function effects(session: Session): Tx['effects'] {
  const { at, tables, now } = session;
  return {
    want: (effect) => want(session, effect),
    async again(project, key) {
      const row =
        at.get(tables.effects, `${project} ${key}`) &&
        (await at.lockRow(tables.effects, `${project} ${key}`));
      if (!row || (row.version !== row.sentVersion && !row.dead)) return;
      const due = { version: row.version + 1, attempts: 0, dueAt: now(), dead: false, error: null };
      at.put(tables.effects, { ...row, ...due });
    },
    isKnown: async (project, key) => at.get(tables.effects, `${project} ${key}`) !== null,
    async repliesInLastHour(project, issue) {
      return at
        .all(tables.effects, `comment issue:${issue}`)
        .filter((row) => row.projectId === project)
        .filter(
          (row) =>
            (row.sentVersion === 0 && !row.dead) || (row.sentAt !== null && row.sentAt > now() - HOUR_MS),
        ).length;
    },
  };
}

async function want(session: Session, effect: Effect): Promise<void> {
  const { at, tables, now } = session;
  const { projectId, key, settleMs, ...payload } = effect;
  const { text, state } = textOf(payload);
  const known = await at.lockRow(tables.effects, `${projectId} ${key}`);
  const dueAt = now() + settleMs;
  if (!known) {
    at.put(tables.effects, fresh({ projectId, key, payload, text, dueAt, id: tables.effects.nextId() }));
    return;
  }
  const waits = known.version > known.sentVersion;
  if (payload.kind === 'comment' && known.sentVersion > 0) return;
  if (payload.kind === 'comment' && known.attempts > 0 && objectOf(payload, key) !== known.object) return;
  const sameState = state === stateOf(known.payload);
  if (text === known.text && (sameState || state === null || !waits)) return;
  const repeats = payload.kind === 'sticky' && state === (known.claimedState ?? known.sentState);
  const sentAt = known.sentAt;
  const wanted = repeats && sentAt !== null ? Math.max(dueAt, sentAt + STICKY_MS) : dueAt;
  const keepsDue = waits && known.attempts === 0;
  const settled = keepsDue ? Math.min(known.dueAt, wanted) : wanted;
  // What an attempt may have made is shown by then.
  const isUnseen = waits && known.attempts > 0 && makesNew(known.payload.kind, known.externalId);
  at.put(tables.effects, {
    ...known,
    payload,
    text,
    object: objectOf(payload, key),
    version: known.version + 1,
    attempts: waits ? Math.min(known.attempts, 1) : 0,
    dueAt: isUnseen ? Math.max(settled, Math.min(known.dueAt, now() + UNSEEN_MS)) : settled,
    dead: false,
    error: null,
  });
}

function textOf(payload: EffectBody): { text: string; state: string | null } {
  if (payload.kind !== 'sticky') return { text: JSON.stringify(payload), state: null };
  const { state, ...shown } = payload;
  return { text: JSON.stringify(shown), state };
}

function fresh(row: Pick<EffectRow, 'id' | 'projectId' | 'key' | 'payload' | 'text' | 'dueAt'>): EffectRow {
  return {
    ...row,
    object: objectOf(row.payload, row.key),
    version: 1,
    sentVersion: 0,
    externalId: null,
    attempts: 0,
    leasedUntil: null,
    fence: 0,
    begun: false,
    claimedVersion: null,
    claimedState: null,
    sentState: null,
    sentAt: null,
    error: null,
    dead: false,
  };
}
