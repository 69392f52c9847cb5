import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createPatchedCopy } from './patched-copy.ts';
import type { SuiteMutant } from './suite-mutants.ts';

export interface SuiteVerdict {
  readonly mutant: SuiteMutant;
  readonly found: boolean;
  /** Whether the test fails by itself, and so can find nothing. */
  readonly broken: boolean;
}

/**
 * Runs for each defect the one test file that is to find it, on a copy that has the defect. Every file runs once on the
 * copy without a defect as well: a test that fails by itself finds nothing.
 */
export async function runSuite(
  mutants: readonly SuiteMutant[],
  tell: (verdict: SuiteVerdict) => void,
): Promise<void> {
  if (mutants.length === 0) return;
  const copy = await createPatchedCopy();
  try {
    const broken = new Set<string>();
    for (const test of new Set(mutants.map((mutant) => mutant.test)))
      if (!(await passes(copy.folder, test))) broken.add(test);
    for (const mutant of mutants) {
      const fails = broken.has(mutant.test);
      const found = !fails && !(await copy.plant(mutant, () => passes(copy.folder, mutant.test)));
      tell({ mutant, found, broken: fails });
    }
  } finally {
    await copy.remove();
  }
}

async function passes(folder: string, test: string): Promise<boolean> {
  const project = /^test\/(db|flows)\//.exec(test)?.[1] ?? 'unit';
  const args = ['vitest', 'run', '--project', project, '--reporter', 'dot', test];
  const child = spawn('npx', args, { cwd: folder, stdio: 'ignore' });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code === 0;
}
