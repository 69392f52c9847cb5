import { expect, it } from 'vitest';
import { misfit } from '../../sim/mutants/misfit.ts';
import { PORT_MUTANTS } from '../../sim/mutants/port-mutants.ts';
import { SOURCE_MUTANTS } from '../../sim/mutants/source-mutants.ts';
import { SUITE_MUTANTS } from '../../sim/mutants/suite-mutants.ts';

const PATCHES = [...SOURCE_MUTANTS, ...SUITE_MUTANTS];
const NAMES = [...PATCHES, ...PORT_MUTANTS].map(({ name }) => name);

it.each(PATCHES)('can still plant the defect "$name"', (mutant) => {
  expect(misfit(mutant)).toBeNull();
});

it('plants every defect under a name of its own', () => {
  expect(new Set(NAMES).size).toBe(NAMES.length);
});

it.each([
  'ack before storing',
  'no GUID key',
  'compare-and-swap dropped',
  'candidate ref kept when ejecting',
  'passes on the first of three jobs',
  'a forged check counts',
  'fence unchecked',
  'application clock for leases',
  'revalidation skipped',
  'check by name only',
  'head gates instead of candidate gates',
  'neutral counts as pass',
  'blind retry of a POST',
  'comment before commit',
  'tree not read back',
  'terminal state regresses',
  'edited comment runs',
  'permission cached for ever',
  'claim by read, then write',
  'doorbell only, no sweep',
  'unknown payload dropped',
  'retry-after ignored',
  'older snapshot overwrites newer',
  'candidate ref deleted before landed is recorded',
])('plants "%s", which a bot like this one must not have', (name) => {
  expect(NAMES.filter((one) => one.startsWith(name))).not.toEqual([]);
});
