import { setTimeout as tick } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { OWN, SHARED } from '../../src/metrics/catalogue.ts';
import { renderMetrics } from '../../src/metrics/render-metrics.ts';
import { watchProcess, type ProcessFacts } from '../../src/metrics/watch-process.ts';
import type { Measurements } from '../../src/ports.ts';
import { startServer } from './http-support.ts';

const SEEN: Measurements = {
  deliveries: { pending: 3, dead: 1, lag: 12.5 },
  effects: { waiting: 2, dead: 0, lag: 0 },
  claims: { active: 4, made: 40, lapsed: 5 },
  lanes: {
    open: 2,
    paused: 1,
    entries: 7,
    age: 600,
    longest: [{ repository: 'acme/fleet', branch: 'epic-1/a"\n\\', entries: 7, age: 600 }],
  },
  landings: 30,
  ejections: [{ reason: 'conflict', count: 6 }],
  gates: { p50: 61, p95: 300 },
  budgets: [{ installation: 17, content: 60, points: 675, requests: 3_000, pausedMs: 1_500 }],
};
const PROCESS: ProcessFacts = {
  databaseUp: true,
  sockets: 11,
  loop: { p50: 0.001, p99: 0.01, max: 0.02 },
  cpu: 1.5,
  memory: 1_000,
  startedAt: 1_700_000_000,
};

it('everything in the catalogue is told, each with its kind and meaning', async () => {
  const { text, contentType } = await renderMetrics(SEEN, PROCESS);
  expect(contentType).toMatch(/^text\/plain; version=0\.0\.4/);
  for (const { name, type, help } of [...SHARED, ...OWN]) {
    expect(text).toContain(`# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${name}`);
  }
  for (const line of [
    'flotilla_deliveries{state="dead"} 1',
    'flotilla_delivery_lag_seconds 12.5',
    'flotilla_lease_expiries_total 5',
    'flotilla_lane_entries{repository="acme/fleet",branch="epic-1/a\\"\\n\\\\"} 7',
    'flotilla_ejections_total{reason="conflict"} 6',
    'flotilla_ejections_total{reason="gate_failed"} 0',
    'flotilla_gate_seconds{quantile="0.95"} 300',
    'flotilla_github_budget_left{installation="17",unit="requests"} 3000',
    'flotilla_github_pause_seconds{installation="17"} 1.5',
    'flotilla_websocket_clients 11',
  ])
    expect(text.split('\n')).toContain(line);
});

it('without the database the process is still told of', async () => {
  const { text } = await renderMetrics(null, { ...PROCESS, databaseUp: false });
  expect(text).toContain('flotilla_database_up 0');
  expect(text).toContain('flotilla_event_loop_delay_seconds{quantile="0.99"} 0.01');
  expect(text).not.toContain('flotilla_deliveries');
});

it('a process that stood still says for how long, once', async () => {
  const watched = watchProcess();
  try {
    // What is measured is how late timers fire, so some have to fire before and after.
    for (let round = 0; round < 3; round += 1) {
      await tick(25);
      const end = performance.now() + 150;
      while (performance.now() < end);
    }
    await tick(25);
    expect(watched.facts(true).loop.max).toBeGreaterThan(0.1);
    expect(watched.facts(true).loop.max).toBe(0);
    watched.sockets.set(3);
    expect(watched.facts(true).sockets).toBe(3);
  } finally {
    watched.stop();
  }
});

it('the tables are read once for all who scrape at a time', async () => {
  let reads = 0;
  const metrics = async () => ({ contentType: 'text/plain; version=0.0.4', text: `reads ${++reads}\n` });
  const { url } = await startServer({ metrics, metricsToken: 'a token for scraping' });
  const scrape = () => fetch(`${url}/metrics`, { headers: { authorization: 'Bearer a token for scraping' } });
  const answers = await Promise.all([scrape(), scrape(), scrape()]);
  expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual(Array(3).fill('reads 1\n'));
  expect(answers[0]?.headers.get('content-type')).toContain('version=0.0.4');
});
