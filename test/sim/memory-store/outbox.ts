import { makesNew } from '../../../src/core/makes-new.ts';
import type { ClaimedEffect, Outbox } from '../../../src/ports.ts';
import { STICKY_MS, stateOf } from './effects.ts';
import type { EffectRow, ProjectRow } from './rows.ts';
import type { Session } from './session.ts';

/** No request to GitHub takes longer. */
const REQUEST_MS = 10_000;
const REPLICAS_MS = 30_000;

type Statement = <T>(what: string, work: (session: Session) => Promise<T>) => Promise<T>;

export function outbox(statement: Statement): Outbox {
  const leases = new WeakMap<ClaimedEffect, number>();
  return {
    async claim(limit, leaseMs) {
      return statement('outbox.claim', async (session) => {
        const until = session.now() + leaseMs - REQUEST_MS;
        return (await claim(session, limit, leaseMs)).map((one) => {
          const effect: ClaimedEffect = {
            ...one,
            stillMine: () => session.now() < (leases.get(effect) ?? until),
          };
          return effect;
        });
      });
    },
    begin: (effect, rest, leaseMs) =>
      statement(`outbox.begin ${effect.id}`, async ({ at, tables, now }) => {
        const until = now() + leaseMs - REQUEST_MS;
        let mine = false;
        for (const one of [effect, ...rest]) {
          const row = await lock({ at, tables }, one.id);
          if (row?.fence !== one.fence || row.leasedUntil === null || row.leasedUntil <= now()) continue;
          const first = one.id === effect.id;
          at.put(tables.effects, { ...row, leasedUntil: now() + leaseMs, begun: row.begun || first });
          leases.set(one, until);
          mine ||= first;
        }
        return mine;
      }),
    handBack: (effects) =>
      statement('outbox.handBack', async ({ at, tables }) => {
        for (const { id, fence, attempts: claimed } of effects) {
          const row = await lock({ at, tables }, id);
          if (row?.fence !== fence || row.leasedUntil === null) continue;
          const attempts = Math.max(row.attempts - 1, Math.min(claimed - 1, 1));
          at.put(tables.effects, {
            ...row,
            attempts,
            leasedUntil: null,
            claimedVersion: null,
            claimedState: null,
          });
        }
      }),
    wait: (installationId, kind, ms) =>
      statement(`outbox.wait ${kind}`, async ({ at, tables, now }) => {
        const known = await at.lockRow(tables.effectWaits, `${installationId} ${kind}`);
        at.put(tables.effectWaits, { installationId, kind, until: Math.max(known?.until ?? 0, now() + ms) });
      }),
    dead: () => Promise.reject(new Error('nobody looks at dead effects in a simulation')),
    redrive: (id) =>
      statement(`outbox.redrive ${id}`, async ({ at, tables, now }) => {
        const row = await lock({ at, tables }, id);
        if (!row?.dead) return false;
        const due = { dead: false, error: null, attempts: Math.min(row.attempts, 1), dueAt: now() };
        at.put(tables.effects, { ...row, ...due });
        return true;
      }),
    sent: ({ id, fence, version }, externalId) =>
      statement(`outbox.sent ${id}`, async ({ at, tables, now }) => {
        const row = await lock({ at, tables }, id);
        if (row?.fence !== fence) return;
        const newer = row.version > version;
        const repeats = newer && row.payload.kind === 'sticky' && stateOf(row.payload) === row.claimedState;
        at.put(tables.effects, {
          ...row,
          sentVersion: Math.max(row.sentVersion, version),
          externalId: externalId ?? row.externalId,
          sentAt: now(),
          attempts: 0,
          leasedUntil: null,
          claimedVersion: null,
          claimedState: null,
          sentState: row.claimedState,
          error: newer ? row.error : null,
          dueAt: repeats ? now() + STICKY_MS : row.dueAt,
        });
      }),
    fail: ({ id, fence }, error, delayMs) =>
      statement(`outbox.fail ${id}`, async ({ at, tables, now }) => {
        const row = await lock({ at, tables }, id);
        if (row?.fence !== fence || row.version <= row.sentVersion) return;
        at.put(tables.effects, {
          ...row,
          error,
          leasedUntil: null,
          claimedVersion: null,
          claimedState: null,
          dead: delayMs === null && row.version === (row.claimedVersion ?? row.version),
          dueAt: delayMs === null ? row.dueAt : now() + delayMs,
        });
      }),
    nextDue: () =>
      statement('outbox.nextDue', async (session) => {
        const { at, tables } = session;
        const times = waiting(session)
          .filter((row) => at.get(tables.projects, String(row.projectId))?.state === 'active')
          .map((row) => Math.max(row.dueAt, waitOf(session, row), claimOver(row)));
        return times.length === 0 ? null : Math.max(0, Math.min(...times) - session.now());
      }),
    waiting: () => statement('outbox.waiting', async (session) => waiting(session).length),
  };
}

async function lock({ at, tables }: Pick<Session, 'at' | 'tables'>, id: number): Promise<EffectRow | null> {
  const found = at.one(tables.effects, `id ${id}`);
  return found ? at.lockRow(tables.effects, tables.effects.key(found)) : null;
}

function waiting({ at, tables }: Session): readonly EffectRow[] {
  return at.all(tables.effects, 'waiting');
}

/** When somebody else may have it, if it is claimed; 0: now. */
function claimOver({ leasedUntil, begun, payload, externalId }: EffectRow): number {
  if (leasedUntil === null) return 0;
  return leasedUntil + (begun && makesNew(payload.kind, externalId) ? REPLICAS_MS : 0);
}

/** Until when nothing of its kind is sent; 0: now. */
function waitOf({ at, tables }: Session, row: EffectRow): number {
  const project = at.get(tables.projects, String(row.projectId));
  return at.get(tables.effectWaits, `${project?.installationId} ${row.payload.kind}`)?.until ?? 0;
}

/** At most one per object and one executor per installation at a time; comments of a thread in their order. */
async function claim(
  session: Session,
  limit: number,
  leaseMs: number,
): Promise<readonly Omit<ClaimedEffect, 'stillMine'>[]> {
  const { at, tables, now } = session;
  await at.lock('outbox');
  const projects = new Map(at.all(tables.projects).map((row) => [row.id, row]));
  const busy = new Set<number>();
  for (const row of at.all(tables.effects, 'waiting')) {
    const project = projects.get(row.projectId);
    if (project && row.leasedUntil !== null && row.leasedUntil > now()) busy.add(project.installationId);
  }
  const pending = waiting(session);
  const firstComments = new Map<string, number>();
  for (const row of pending) {
    if (row.payload.kind !== 'comment') continue;
    firstComments.set(row.object, Math.min(firstComments.get(row.object) ?? Infinity, row.id));
  }
  const due = pending
    .filter((row) => Math.max(row.dueAt, waitOf(session, row), claimOver(row)) <= now())
    .filter((row) => isOpen(projects.get(row.projectId), busy))
    .filter((row) => row.payload.kind !== 'comment' || firstComments.get(row.object) === row.id)
    .sort((one, other) => one.dueAt - other.dueAt || one.id - other.id);
  const objects = new Set<string>();
  const claimed: Omit<ClaimedEffect, 'stillMine'>[] = [];
  let installation: number | undefined;
  for (const row of due) {
    if (claimed.length >= limit) break;
    if (objects.has(row.object)) continue;
    objects.add(row.object);
    const project = projects.get(row.projectId);
    if (!project || project.installationId !== (installation ?? project.installationId)) continue;
    if (!at.tryLock(`effects ${tables.effects.key(row)}`)) continue;
    installation = project.installationId;
    const attempts = row.attempts + (row.leasedUntil === null || row.begun ? 1 : 0);
    const fence = row.fence + 1;
    at.put(tables.effects, {
      ...row,
      attempts,
      fence,
      begun: false,
      claimedVersion: row.version,
      claimedState: stateOf(row.payload),
      leasedUntil: now() + leaseMs,
    });
    claimed.push({
      id: row.id,
      effect: { projectId: row.projectId, key: row.key, settleMs: 0, ...row.payload },
      version: row.version,
      attempts,
      externalId: row.externalId,
      fence,
      repo: { installationId: project.installationId, owner: project.owner, name: project.name },
    });
  }
  return claimed;
}

function isOpen(project: ProjectRow | undefined, busy: ReadonlySet<number>): boolean {
  return project?.state === 'active' && !busy.has(project.installationId);
}
