import type { Correlation, GitHub, Receiver, Tracing } from '../ports.ts';

export interface Following {
  readonly tracing: Tracing;
  readonly correlation: Correlation;
}

/** A delivery is handled as a part of its arrival, and what is logged meanwhile names it. */
export function followDeliveries(receiver: Receiver, { tracing, correlation }: Following): Receiver {
  return {
    receive: (delivery) =>
      correlation.run({ delivery: delivery.guid }, () =>
        tracing.span(
          'handle delivery',
          {
            within: delivery.trace ?? null,
            attributes: { 'flotilla.delivery': delivery.guid, 'flotilla.event': delivery.event },
          },
          () => receiver.receive(delivery),
        ),
      ),
  };
}

/** A change on GitHub is a part of what wanted it. */
export function followEffects(github: GitHub, { tracing, correlation }: Following): GitHub {
  return {
    ...github,
    as: (priority) => followEffects(github.as(priority), { tracing, correlation }),
    perform: (repo, effect, known) =>
      correlation.run({ effect: known.key }, () =>
        tracing.span(
          `send ${effect.kind}`,
          {
            within: known.trace ?? null,
            attributes: { 'flotilla.effect': known.key, 'flotilla.repository': `${repo.owner}/${repo.name}` },
          },
          () => github.perform(repo, effect, known),
        ),
      ),
  };
}
