import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createPlanWorld } from '../../support/plan-world.ts';
import { SMALL_PLAN } from './small-plan.ts';

const FLEET = readFileSync(new URL('../../../db/seed/fleet-plan.yml', import.meta.url), 'utf8');
const AT = ['--repo', 'acme/fleet'] as const;

describe('the fault', () => {
  it('seeding that duplicated', async () => {
    const world = await createPlanWorld({});
    try {
      world.files.set('plan.yml', SMALL_PLAN);
      const titles = () => [...world.repo.state.issues.values()].map(({ title }) => title);
      await world.plan('apply', 'plan.yml', ...AT, '--yes');
      const seeded = titles();
      expect(seeded).toHaveLength(new Set(seeded).size);
      expect(seeded.length).toBeGreaterThan(3);
      await world.plan('apply', 'plan.yml', ...AT, '--yes');
      expect(titles()).toEqual(seeded);
    } finally {
      await world.close();
    }
  });

  it('a plan whose totals disagreed with its own rows', async () => {
    const world = await createPlanWorld({});
    try {
      world.files.set('plan.yml', FLEET);
      const { code, out } = await world.plan('check', 'plan.yml');
      expect(code).toBe(2);
      expect(out).toMatch(/28 tasks +552 h +the plan says 27 tasks and 592 h/);
    } finally {
      await world.close();
    }
  });
});
