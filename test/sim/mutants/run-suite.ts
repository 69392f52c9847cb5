import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createPatchedCopy } from './patched-copy.ts';
import type { SuiteMutant } from './suite-mutants.ts';

export interface SuiteVerdict {
  readonly mutant: SuiteMutant;
  readonly found: boolean;
}

/**
 * Runs for each defect the one test file that is to find it, on a copy that has the defect. Every file runs once on the
 * copy without a defect as well: a test that fails by itself finds nothing.
 */
export async function runSuite(
  mutants: readonly SuiteMutant[],
  tell: (verdict: SuiteVerdict) => void,
): Promise<readonly SuiteVerdict[]> {
  if (mutants.length === 0) return [];
  const copy = await createPatchedCopy();
  try {
    for (const test of new Set(mutants.map((mutant) => mutant.test)))
      if (!(await passes(copy.folder, test))) throw new Error(`${test} fails without any defect`);
    const verdicts: SuiteVerdict[] = [];
    for (const mutant of mutants) {
      const found = !(await copy.plant(mutant, () => passes(copy.folder, mutant.test)));
      verdicts.push({ mutant, found });
      tell({ mutant, found });
    }
    return verdicts;
  } finally {
    await copy.remove();
  }
}

async function passes(folder: string, test: string): Promise<boolean> {
  const project = test.startsWith('test/db/') ? 'db' : 'unit';
  const args = ['vitest', 'run', '--project', project, '--reporter', 'dot', test];
  const child = spawn('npx', args, { cwd: folder, stdio: 'ignore' });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code === 0;
}
