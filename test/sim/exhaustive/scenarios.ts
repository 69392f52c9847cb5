import type { Scenario } from './scenario.ts';
import { build } from './scenarios/build.ts';
import { claim } from './scenarios/claim.ts';
import { conflict } from './scenarios/conflict.ts';
import { judge } from './scenarios/judge.ts';
import { land } from './scenarios/land.ts';
import { progress } from './scenarios/progress.ts';
import { redelivery } from './scenarios/redelivery.ts';
import { release } from './scenarios/release.ts';

export const SCENARIOS: readonly Scenario[] = [
  claim,
  release,
  progress,
  build,
  judge,
  land,
  conflict,
  redelivery,
];

export function scenarioOf(name: string): Scenario {
  const found = SCENARIOS.find((scenario) => scenario.name === name);
  if (!found) throw new Error(`there is no scenario ${name}: ${SCENARIOS.map((one) => one.name).join(', ')}`);
  return found;
}
