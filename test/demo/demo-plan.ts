import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';

const FILE = fileURLToPath(new URL('../../db/seed/demo-plan.yml', import.meta.url));

const files = z.record(z.string(), z.string());
const task = z.strictObject({
  key: z.string(),
  epic: z.string(),
  title: z.string(),
  hours: z.number(),
  priority: z.number(),
  after: z.array(z.string()).default([]),
  /** Its issue is closed before Flotilla is installed. */
  done: z.boolean().default(false),
  story: z.enum(['lands', 'red', 'protected', 'forged', 'nobody']).default('lands'),
  /** The agent that is killed with the task in its hands. */
  silent: z.string().optional(),
  /** Tasks of one meeting are begun from the same commit. */
  meets: z.string().optional(),
  files: files.default({}),
  /** Written on top of the merged base, in the round after an ejection. */
  mend: files.optional(),
});
const plan = z.strictObject({
  version: z.literal(1),
  project: z.string(),
  lease: z.string(),
  epics: z.array(
    z.strictObject({
      key: z.string(),
      title: z.string(),
      branch: z.string(),
      after: z.array(z.strictObject({ epic: z.string(), percent: z.number() })).optional(),
    }),
  ),
  agents: z.array(
    z.strictObject({
      name: z.string(),
      role: z.string(),
      comes: z.enum(['at once', 'later']).default('later'),
      tasks: z.array(z.string()),
    }),
  ),
  tasks: z.array(task),
});

/** What happens in the demo: `db/seed/demo-plan.yml`. */
export type DemoPlan = z.output<typeof plan>;
export type DemoTask = DemoPlan['tasks'][number];

export async function readDemoPlan(): Promise<DemoPlan> {
  return plan.parse(parse(await readFile(FILE, 'utf8')));
}
