import type { PlanFiles } from '../ports.ts';
import { readPlan } from './read-plan.ts';
import { writePlan } from './write-plan.ts';

/** Plans as YAML, and as Markdown for reading. */
export const planFiles: PlanFiles = { read: readPlan, write: writePlan };
