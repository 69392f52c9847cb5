import { Counter, Gauge, Registry } from 'prom-client';
import type { Measurements } from '../ports.ts';
import { OWN, SHARED, type OwnMetric, type Sample, type SharedMetric } from './catalogue.ts';
import type { ProcessFacts } from './watch-process.ts';

export interface Rendered {
  readonly contentType: string;
  readonly text: string;
}

/** In Prometheus' text format; each time afresh, so that what is no more leaves no series behind. */
export async function renderMetrics(shared: Measurements | null, own: ProcessFacts): Promise<Rendered> {
  const registry = new Registry();
  for (const metric of OWN) add(registry, metric, metric.read(own));
  if (shared !== null) for (const metric of SHARED) add(registry, metric, metric.read(shared));
  return { contentType: registry.contentType, text: await registry.metrics() };
}

function add(registry: Registry, metric: OwnMetric | SharedMetric, samples: readonly Sample[]): void {
  const { name, help, type } = metric;
  const options = { name, help, labelNames: [...metric.labels], registers: [registry] };
  if (type === 'counter') {
    const total = new Counter(options);
    for (const { labels = {}, value } of samples) total.inc(labels, value);
    return;
  }
  const level = new Gauge(options);
  for (const { labels = {}, value } of samples) level.set(labels, value);
}
