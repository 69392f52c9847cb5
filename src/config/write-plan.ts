import { Document, isMap, isSeq, visit } from 'yaml';
import type { Plan } from '../core/plan/plan.ts';

/** The plan as YAML that `readPlan` reads as the same plan: one line for each epic, task and agent. */
export function writePlan({ project, stated, epics, tasks, agents }: Plan): string {
  const document = new Document({
    version: 1,
    project,
    ...without({ stated: without(stated) }),
    epics: epics.map(without),
    tasks: tasks.map(without),
    ...without({
      agents: agents.map(({ active, ...agent }) => without({ ...agent, active: active ? null : false })),
    }),
  });
  visit(document, {
    Collection(_, node, path) {
      // The document, its root and the pair of a list come before a row.
      if ((isMap(node) || isSeq(node)) && path.length >= 4) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

/** Without what the plan does not say. */
function without(fields: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && !isEmpty(value)));
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
