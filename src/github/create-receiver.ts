import type { Probot } from 'probot';
import { storable } from '../core/storable.ts';
import type { Delivery, Receiver } from '../ports.ts';

type Emitted = Parameters<Probot['receive']>[0];

/** Feeds stored deliveries to Probot's handlers and waits for them. Throws what they throw, with readable messages. */
export function createReceiver(probot: Probot): Receiver {
  return {
    async receive({ guid, event, body }: Delivery) {
      const payload = storable<unknown>(JSON.parse(body.toString('utf8')));
      try {
        // The payload's shape is checked by the decoders, field by field, not by this type.
        await probot.receive({ id: guid, name: event, payload } as Emitted);
      } catch (error) {
        throw flat(error);
      }
    },
  };
}

/** Probot wraps what handlers throw into an AggregateError that carries the whole payload. */
function flat(error: unknown): unknown {
  if (!(error instanceof AggregateError)) return error;
  const [first, ...others] = error.errors as readonly unknown[];
  if (first === undefined) return new Error(error.message);
  if (others.length === 0) return first;
  return new Error([first, ...others].map(String).join('; '), { cause: first });
}
