import { expect, it } from 'vitest';
import { misfit } from '../../sim/mutants/misfit.ts';
import { PORT_MUTANTS } from '../../sim/mutants/port-mutants.ts';
import { SOURCE_MUTANTS } from '../../sim/mutants/source-mutants.ts';
import { SUITE_MUTANTS } from '../../sim/mutants/suite-mutants.ts';

const PATCHES = [...SOURCE_MUTANTS, ...SUITE_MUTANTS];

it.each(PATCHES)('can still plant the defect "$name"', (mutant) => {
  expect(misfit(mutant)).toBeNull();
});

it('plants at least 25 defects, each under a name of its own', () => {
  const names = [...PATCHES, ...PORT_MUTANTS].map(({ name }) => name);
  expect(names.length).toBeGreaterThanOrEqual(25);
  expect(new Set(names).size).toBe(names.length);
});
