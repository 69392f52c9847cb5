import type { GateConfig } from '../model/repository-config.ts';
import { codeSpan } from './code-span.ts';

/** What satisfies a gate: `tests` (job `test*` of `ci.yml`). */
export function gateRule(gate: GateConfig): string {
  const by =
    gate.kind === 'workflow'
      ? `job ${codeSpan(gate.job)} of ${codeSpan(gate.workflow)}`
      : `check ${codeSpan(gate.check)} of ${codeSpan(gate.app)}`;
  return `${codeSpan(gate.name)} (${by})`;
}
