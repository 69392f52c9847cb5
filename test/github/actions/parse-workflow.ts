import { parse } from 'yaml';
import { z } from 'zod';

import { expandMatrix, type Combination } from './expand-matrix.ts';
import { interpolate } from './interpolate.ts';
import { textOf } from './text-of.ts';
import type { BranchFilter, Job, Step, Workflow } from './workflow.ts';

const list = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const env = z.record(z.string(), z.coerce.string()).default({});
const condition = z.coerce.string();
const permissions = z.union([
  z.enum(['read-all', 'write-all']),
  z.record(z.string(), z.enum(['read', 'write', 'none'])),
]);
const filter = z
  .object({ branches: list.optional(), 'branches-ignore': list.optional(), types: list.optional() })
  .nullish();
const step = z.object({
  run: z.string().optional(),
  uses: z.string().optional(),
  if: condition.optional(),
  env,
  'working-directory': z.string().optional(),
  'continue-on-error': z.boolean().default(false),
});
const job = z.object({
  name: z.string().optional(),
  needs: list.default([]),
  if: condition.optional(),
  env,
  permissions: permissions.optional(),
  strategy: z
    .object({ matrix: z.record(z.string(), z.unknown()).optional(), 'fail-fast': z.boolean().default(true) })
    .optional(),
  'timeout-minutes': z.number().optional(),
  'continue-on-error': z.boolean().default(false),
  'runs-on': z.unknown().refine((value) => value !== undefined, 'is required'),
  steps: z.array(step).min(1),
});
const events = z.union([
  list.transform((names) => Object.fromEntries(names.map((name) => [name, null]))),
  z.record(z.string(), z.unknown()),
]);
const workflow = z.object({
  name: z.string().optional(),
  on: events,
  env,
  permissions: permissions.optional(),
  jobs: z.record(z.string().regex(/^[A-Za-z_][\w-]*$/), job),
});

type Source = z.infer<typeof workflow>;
type JobSource = z.infer<typeof job>;

/** Reads a workflow file, with GitHub's defaults; throws where GitHub would show an invalid workflow file. */
export function parseWorkflow(path: string, text: string): Workflow {
  const source = workflow.parse(parse(text));
  expectOrder(path, source.jobs);
  return {
    path,
    name: source.name ?? path,
    ...('push' in source.on ? { push: branchFilter(source.on.push) } : {}),
    ...('pull_request' in source.on ? { pullRequest: pullRequestFilter(source.on.pull_request) } : {}),
    jobs: Object.entries(source.jobs).flatMap(([id, one]) =>
      expandMatrix(one.strategy?.matrix).map((matrix) => toJob(source, id, one, matrix)),
    ),
  };
}

/** Every need must be another job, and following the needs must end. */
function expectOrder(path: string, jobs: Readonly<Record<string, JobSource>>): void {
  let waiting = Object.entries(jobs);
  while (waiting.length > 0) {
    const blocked = waiting.filter(([, { needs }]) =>
      needs.some((need) => !(need in jobs) || waiting.some(([id]) => id === need)),
    );
    if (blocked.length === waiting.length) {
      throw new Error(
        `${path}: these jobs need each other, or no job that exists: ${blocked.map(([id]) => id).join(', ')}`,
      );
    }
    waiting = blocked;
  }
}

function branchFilter(source: unknown): BranchFilter {
  const read = filter.parse(source);
  return {
    ...(read?.branches ? { only: read.branches } : {}),
    ...(read?.['branches-ignore'] ? { except: read['branches-ignore'] } : {}),
  };
}

function pullRequestFilter(source: unknown): BranchFilter & { readonly types: readonly string[] } {
  return {
    ...branchFilter(source),
    types: filter.parse(source)?.types ?? ['opened', 'synchronize', 'reopened'],
  };
}

function toJob(source: Source, id: string, one: JobSource, matrix: Combination): Job {
  const token = tokenPermissions(one.permissions ?? source.permissions);
  return {
    id,
    name: jobName(id, one.name, matrix),
    needs: one.needs,
    ...(one.if === undefined ? {} : { condition: one.if }),
    matrix,
    env: { ...source.env, ...one.env },
    steps: one.steps.map(toStep),
    ...(one['timeout-minutes'] === undefined ? {} : { timeoutMinutes: one['timeout-minutes'] }),
    failFast: one.strategy?.['fail-fast'] ?? true,
    continueOnError: one['continue-on-error'],
    ...(token ? { permissions: token } : {}),
  };
}

function toStep(source: z.infer<typeof step>): Step {
  return {
    ...(source.run === undefined ? {} : { run: source.run }),
    ...(source.uses === undefined ? {} : { uses: source.uses }),
    ...(source.if === undefined ? {} : { condition: source.if }),
    env: source.env,
    ...(source['working-directory'] === undefined ? {} : { directory: source['working-directory'] }),
    continueOnError: source['continue-on-error'],
  };
}

/** `test (20, linux)`: the values of the combination follow a name that does not mention them itself. */
function jobName(id: string, name: string | undefined, matrix: Combination): string {
  if (name?.includes('${{')) return interpolate(name, { status: 'success', values: { matrix } });
  const values = Object.values(matrix).map(textOf);
  return values.length > 0 ? `${name ?? id} (${values.join(', ')})` : (name ?? id);
}

function tokenPermissions(source: z.infer<typeof permissions> | undefined): Job['permissions'] {
  if (source === undefined) return undefined;
  const level = source === 'read-all' ? 'read' : 'write';
  if (typeof source === 'string')
    return { checks: level, contents: level, statuses: level, 'pull-requests': level };
  const granted: Record<string, 'read' | 'write'> = {};
  for (const [name, right] of Object.entries(source)) if (right !== 'none') granted[name] = right;
  return granted;
}
