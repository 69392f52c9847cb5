import { OWN, SHARED } from '../../src/metrics/catalogue.ts';

/** Every metric as a Markdown table, for the README. */
export function metricsTable(): string {
  const row = ({ name, type, labels, help }: (typeof OWN)[number] | (typeof SHARED)[number], from: string) =>
    `| \`${name}\` | ${type} | ${labels.map((label) => `\`${label}\``).join(', ')} | ${from} | ${help} |`;
  return [
    '| metric | type | labels | of | meaning |',
    '|---|---|---|---|---|',
    ...SHARED.map((metric) => row(metric, 'all')),
    ...OWN.map((metric) => row(metric, 'process')),
  ].join('\n');
}
