import type { Origin, RepoEvent } from '../../src/core/model/event.ts';
import type { Delivery } from '../../src/ports.ts';
import type { DeliveryFault } from './faults/fault-plan.ts';
import type { By } from './memory-github/records.ts';
import type { Random } from './random.ts';
import type { Scheduler } from './scheduler.ts';

const EMPTY = Buffer.alloc(0);

export interface Payload {
  readonly event: RepoEvent;
  readonly origin: Origin;
}

/** GitHub's side of the deliveries: sends each, late or twice or not at all, and again when asked. */
export interface Webhooks {
  readonly send: (event: RepoEvent, by: By) => void;
  readonly payload: (guid: string) => Payload;
  /** What was sent and never acknowledged is sent once more, as the delivery sweeper asks GitHub to. */
  readonly redeliver: () => void;
  /** What is hours late comes now. */
  readonly arriveAtLast: () => void;
  /** How many were sent. */
  readonly sent: () => number;
  readonly unacknowledged: () => readonly string[];
}

export interface WebhookOptions {
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly strike: () => DeliveryFault | null;
  /** The way in; rejects when it was not stored. */
  readonly receive: (delivery: Delivery) => Promise<void>;
}

export function createWebhooks({ scheduler, random, strike, receive }: WebhookOptions): Webhooks {
  const payloads = new Map<string, Payload>();
  const acknowledged = new Set<string>();
  /** Still on their way: GitHub has nothing to deliver again before it delivered once. */
  const hoursLate = new Map<string, string>();
  let sent = 0;

  function deliver(guid: string, kind: string, delayMs: number): void {
    const delivery: Delivery = { guid, event: kind, installationId: 1, body: EMPTY };
    scheduler.after(delayMs, `delivery ${guid} ${kind}`, () => {
      receive(delivery).then(
        () => acknowledged.add(guid),
        () => undefined,
      );
    });
  }

  return {
    send(event, by) {
      sent += 1;
      const guid = `d${String(sent).padStart(6, '0')}`;
      const origin: Origin = { delivery: guid, sender: by.account, bySelf: by.app };
      payloads.set(guid, { event, origin });
      const soon = random.between(50, 1_500);
      switch (strike()) {
        case null:
          return deliver(guid, event.kind, soon);
        case 'dropped':
          return;
        case 'doubled':
          deliver(guid, event.kind, soon);
          return deliver(guid, event.kind, soon + random.between(0, 30_000));
        case 'late':
          return deliver(guid, event.kind, random.between(30_000, 600_000));
        case 'hours_late':
          hoursLate.set(guid, event.kind);
          return;
        case 'reordered':
          return deliver(guid, event.kind, soon + random.between(1_000, 10_000));
      }
    },
    payload(guid) {
      const found = payloads.get(guid);
      if (!found) throw new Error(`there is no delivery ${guid}`);
      return found;
    },
    redeliver() {
      for (const [guid, { event }] of payloads)
        if (!acknowledged.has(guid) && !hoursLate.has(guid))
          deliver(guid, event.kind, random.between(50, 2_000));
    },
    arriveAtLast() {
      for (const [guid, kind] of hoursLate) deliver(guid, kind, random.between(50, 5_000));
      hoursLate.clear();
    },
    sent: () => sent,
    unacknowledged: () =>
      [...payloads.keys()].filter((guid) => !acknowledged.has(guid) && !hoursLate.has(guid)),
  };
}
