import { createHmac, randomUUID } from 'node:crypto';
import { matchesDelivery, takeUse, type DeliveryFault } from '../knobs.ts';
import type { Installation, Repository } from '../model.ts';
import type { DeliveryRecord, Outbox, Twin } from '../twin.ts';

interface Job {
  readonly record: DeliveryRecord;
  readonly lane: string;
}

const timeoutMs = 10_000;

/** Sends webhooks: in order per repository, one at a time, 10 s for each, never again by itself. */
export function createOutbox(twin: () => Twin): Outbox {
  const lanes = new Map<string, Promise<void>>();
  const held: Job[] = [];
  const late = new Map<string, Job[]>();
  const timers = new Set<NodeJS.Timeout>();
  const aborts = new Set<AbortController>();
  let pending = 0;
  const idleWaiters: (() => void)[] = [];
  let lateTimer: NodeJS.Timeout | undefined;

  function settle(): void {
    pending -= 1;
    if (pending > 0) return;
    for (const resolve of idleWaiters.splice(0)) resolve();
  }

  function flushLate(): void {
    const jobs = [...late.values()].flat();
    late.clear();
    for (const job of jobs) enqueue(job);
  }

  function enqueue(job: Job): void {
    pending += 1;
    const previous = lanes.get(job.lane) ?? Promise.resolve();
    const next = previous.then(() => send(job.record)).finally(settle);
    lanes.set(job.lane, next);
  }

  async function send(record: DeliveryRecord): Promise<void> {
    const { webhookUrl, hook, closed, app } = twin();
    if (closed || webhookUrl === undefined) return;
    const json = JSON.stringify(record.payload);
    const form = hook.contentType === 'form';
    const body = form ? `payload=${encodeURIComponent(json)}` : json;
    const abort = new AbortController();
    aborts.add(abort);
    const timer = setTimeout(() => abort.abort(), timeoutMs);
    const started = performance.now();
    try {
      const answer = await fetch(webhookUrl, {
        method: 'POST',
        signal: abort.signal,
        body,
        headers: {
          'content-type': form ? 'application/x-www-form-urlencoded' : 'application/json',
          'user-agent': 'GitHub-Hookshot/twin',
          'x-github-event': record.event,
          'x-github-delivery': record.guid,
          'x-github-hook-id': String(app.id),
          'x-github-hook-installation-target-id': String(app.id),
          'x-github-hook-installation-target-type': 'integration',
          ...(hook.secret === '' ? {} : { 'x-hub-signature-256': signature(hook.secret, body) }),
        },
      });
      await answer.arrayBuffer();
      record.statusCode = answer.status;
      record.status = answer.ok ? 'OK' : `Invalid HTTP Response: ${answer.status}`;
    } catch {
      record.statusCode = abort.signal.aborted ? 504 : 502;
      record.status = abort.signal.aborted ? 'timed out' : 'failed to connect to host';
    } finally {
      clearTimeout(timer);
      aborts.delete(abort);
      record.durationMs = performance.now() - started;
    }
  }

  function start(job: Job, fault: DeliveryFault | undefined): void {
    if (typeof fault === 'object') {
      pending += 1;
      const timer = setTimeout(() => {
        timers.delete(timer);
        enqueue(job);
        settle();
      }, fault.delayMs);
      timers.add(timer);
      return;
    }
    if (fault === 'drop' || fault === 'lose') {
      Object.assign(
        job.record,
        fault === 'drop'
          ? { statusCode: 502, status: 'failed to connect to host' }
          : { statusCode: 200, status: 'OK' },
      );
      return;
    }
    if (fault === 'late') {
      late.set(job.lane, [...(late.get(job.lane) ?? []), job]);
      // A last delivery has no next one to follow: `idle` sends it, or half a second does.
      lateTimer ??= setTimeout(() => {
        lateTimer = undefined;
        flushLate();
      }, 500).unref();
      return;
    }
    enqueue(job);
    if (fault === 'double') enqueue(job);
    const waiting = late.get(job.lane) ?? [];
    late.delete(job.lane);
    for (const one of waiting) enqueue(one);
  }

  return {
    push(event, payload, { repo, installation }) {
      const { knobState, webhookListeners, deliveries, webhookUrl, closed } = twin();
      if (closed) return;
      for (const listener of webhookListeners) listener(event, payload);
      if (webhookUrl === undefined) return;
      const job = { lane: laneOf(repo), record: recordOf(twin(), event, payload, { repo, installation }) };
      const fault =
        takeUse(knobState.deliveryFaults, (entry) => matchesDelivery(entry.matcher, event, payload))?.fault ??
        drawFault(twin());
      if (fault === 'vanish') return;
      deliveries.push(job.record);
      if (knobState.holding) held.push(job);
      else start(job, fault);
    },
    redeliver(original) {
      const again = {
        ...original,
        id: twin().nextId(),
        redelivery: true,
        deliveredAt: twin().now(),
        statusCode: 0,
        status: 'pending',
      };
      twin().deliveries.push(again);
      enqueue({ lane: `redelivery ${again.repositoryId}`, record: again });
    },
    release(order = 'kept') {
      const jobs = held.splice(0);
      if (order === 'reversed') jobs.reverse();
      if (order === 'shuffled') shuffle(jobs, twin().random);
      for (const job of jobs) start(job, undefined);
    },
    idle() {
      flushLate();
      return pending === 0 ? Promise.resolve() : new Promise((resolve) => idleWaiters.push(resolve));
    },
    async close() {
      clearTimeout(lateTimer);
      for (const timer of timers) clearTimeout(timer);
      for (const abort of aborts) abort.abort();
      await Promise.allSettled(lanes.values());
      for (const resolve of idleWaiters.splice(0)) resolve();
    },
  };
}

function signature(secret: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

function laneOf(repo: Repository | undefined): string {
  return repo ? String(repo.id) : 'app';
}

function recordOf(
  twin: Twin,
  event: string,
  payload: Record<string, unknown>,
  o: { repo: Repository | undefined; installation: Installation },
): DeliveryRecord {
  return {
    id: twin.nextId(),
    guid: randomUUID(),
    event,
    action: typeof payload.action === 'string' ? payload.action : null,
    deliveredAt: twin.now(),
    redelivery: false,
    repositoryId: o.repo?.id ?? null,
    installationId: o.installation.id,
    payload,
    statusCode: 0,
    status: 'pending',
    durationMs: 0,
  };
}

function drawFault(twin: Twin): DeliveryFault | undefined {
  const { drop, double, late } = twin.knobState.chances;
  if (drop + double + late === 0) return undefined;
  const draw = twin.random();
  if (draw < drop) return 'drop';
  if (draw < drop + double) return 'double';
  return draw < drop + double + late ? 'late' : undefined;
}

function shuffle(items: Job[], random: () => number): void {
  for (let i = items.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    const [a, b] = [items[i], items[j]];
    if (a !== undefined && b !== undefined) [items[i], items[j]] = [b, a];
  }
}
