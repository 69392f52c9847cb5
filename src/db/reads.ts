import type { Reads } from '../ports.ts';
import { entryReads } from './entry-reads.ts';
import { laneReads } from './lanes.ts';
import { lapsingAssignments } from './lapsing.ts';
import { projectReads } from './projects.ts';
import { pullReads } from './pull-reads.ts';
import type { Sql } from './sql.ts';
import { statusPage } from './status-page.ts';
import { taskByIssue } from './tasks.ts';
import { tokenScope } from './api-tokens.ts';

export function reads(sql: Sql): Reads {
  return {
    ...projectReads(sql),
    ...pullReads(sql),
    ...laneReads(sql),
    ...entryReads(sql),
    task: (project, issue) => taskByIssue(sql, project, issue),
    lapsingAssignments: () => lapsingAssignments(sql),
    tokenScope: (id) => tokenScope(sql, id),
    statusPage: () => statusPage(sql),
  };
}
