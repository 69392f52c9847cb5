import { describe, expect } from 'vitest';
import { createApp } from '../../src/app.ts';
import { LIMITS } from '../../src/core/budget/limits.ts';
import type { Log } from '../../src/ports.ts';
import { createCorrelation } from '../../src/process/correlation.ts';
import { startTracing } from '../../src/telemetry/start-tracing.ts';
import { startCollector, type SeenSpan } from '../support/collector.ts';
import { passTime } from '../support/pass-time.ts';
import { openTask } from '../support/talk.ts';
import { until } from '../support/until.ts';
import { it } from '../support/world.ts';

describe('what somebody says on GitHub', () => {
  it('is one trace from its arrival to the answer, and the log names the delivery', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const issue = await openTask(world);
    const collector = await startCollector();
    const tracing = startTracing({ endpoint: `${collector.url}/` });
    const correlation = createCorrelation();
    const lines: object[] = [];
    const add = (data: object, message: string) =>
      void lines.push({ ...correlation.fields(), ...data, message });
    const log: Log = { debug: add, info: add, warn: add, error: add, child: () => log };
    const app = await createApp({
      appId: world.github.appId,
      privateKey: world.github.privateKey,
      webhookSecrets: [world.github.webhookSecret],
      githubApiUrl: world.github.url,
      databaseUrl: world.database.url,
      redisUrl: null,
      host: '127.0.0.1',
      port: 0,
      roles: new Set(['web', 'worker']),
      adminToken: null,
      log,
      limits: LIMITS,
      choresByThemselves: false,
      tracing,
      correlation,
    });
    const before = world.github.webhookUrl;
    world.github.webhookUrl = `${app.url}/api/github/webhooks`;
    let guid = '';
    try {
      world.github.knobs.failNext({ method: 'POST', path: /\/comments$/ }, { status: 502, times: 1 });
      world.repo.comment(issue, world.agentD, '/claim');
      await world.github.idle();
      await until(async () => {
        const { rows } = await world.database.pool.query<{ key: string; guid: string; error: string | null }>(
          `select e.key, e.error, d.guid from effects e join deliveries d on left(d.trace, 35) = left(e.trace, 35)
            where e.kind = 'comment' and d.event = 'issue_comment' and (e.error is not null or e.sent_version > 0)`,
        );
        guid = rows[0]?.guid ?? '';
        return guid !== '';
      }, 'no answer was sent');
    } finally {
      await app.stop();
      await tracing.stop();
      world.github.webhookUrl = before;
      await collector.close();
    }
    await passTime(world.database.pool, 120);
    await world.settle();

    const arrival = must(collector.spans, (span) => span.name === 'receive delivery' && about(span) === guid);
    const handling = must(collector.spans, (span) => span.name === 'handle delivery' && about(span) === guid);
    const answer = must(collector.spans, (span) => span.name === 'send comment');
    expect(arrival.parentSpanId).toBe('');
    expect(handling).toMatchObject({ traceId: arrival.traceId, parentSpanId: arrival.spanId });
    expect(answer).toMatchObject({ traceId: arrival.traceId, parentSpanId: handling.spanId });
    expect(answer.attributes).toMatchObject({ 'flotilla.repository': 'acme/fleet' });
    // The effect's failure is logged for the effect, and nothing that anybody wrote goes to the collector.
    expect(lines).toContainEqual(expect.objectContaining({ effect: answer.attributes['flotilla.effect'] }));
    expect(collector.bodies.join('')).not.toContain('/claim');
  });
});

function about({ attributes }: SeenSpan): unknown {
  return attributes['flotilla.delivery'];
}

function must(spans: readonly SeenSpan[], fits: (span: SeenSpan) => boolean): SeenSpan {
  const found = spans.find(fits);
  if (!found) throw new Error(`not among ${spans.map(({ name }) => name).join(', ')}`);
  return found;
}
