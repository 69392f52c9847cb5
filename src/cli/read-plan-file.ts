import { basename } from 'node:path';
import type { Plan } from '../core/plan/plan.ts';
import { err, type Result } from '../core/result.ts';
import type { PlanFiles } from '../ports.ts';
import { refuse } from './refuse.ts';
import type { Terminal } from './terminal.ts';

/** Reads a plan; null: it cannot be read, and every problem of it was told. */
export async function readPlanFile(
  terminal: Terminal,
  files: PlanFiles,
  path: string,
  { json = false }: { readonly json?: boolean } = {},
): Promise<Plan | null> {
  const read = await parsed(terminal, files, path);
  if (read.ok) return read.value;
  refuse(terminal, json, read.error);
  return null;
}

async function parsed(
  terminal: Terminal,
  files: PlanFiles,
  path: string,
): Promise<Result<Plan, readonly string[]>> {
  try {
    return files.read(await terminal.readFile(path), basename(path));
  } catch (error) {
    return err([`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`]);
  }
}
