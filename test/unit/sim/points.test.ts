import { describe, expect, it } from 'vitest';
import { runPoint } from '../../sim/exhaustive/run-point.ts';
import { scenarioOf } from '../../sim/exhaustive/scenarios.ts';

describe('a story with a fault at one call', () => {
  it('is numbered the same each time', async () => {
    const once = await runPoint(scenarioOf('claim'), null);
    const again = await runPoint(scenarioOf('claim'), null);

    expect(once.violation).toBeNull();
    expect(again.labels).toEqual(once.labels);
    expect(new Set(once.labels.map(kindOf))).toEqual(
      new Set(['statement', 'begin', 'commit', 'github', 'ring']),
    );
  });

  it('ends with no candidate left when whoever published it stood still past its lease', async () => {
    const { labels } = await runPoint(scenarioOf('land'), null);
    const published = labels.findIndex((label) => label.endsWith('github.updateRefs')) + 1;

    const told = await runPoint(scenarioOf('land'), { at: published, fault: 'stall' });

    expect(told.labels[published - 1]).toBe(labels[published - 1]);
    expect(told.violation).toBeNull();
  });
});

function kindOf(label: string): string {
  const what = label.split(' ')[1] ?? '';
  if (what === 'begin' || what === 'commit' || what === 'ring') return what;
  return what.startsWith('github.') ? 'github' : 'statement';
}
