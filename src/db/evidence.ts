import type { Evidence, EvidenceType } from '../core/model/evidence.ts';
import type { TaskId } from '../core/model/ids.ts';
import type { Tx } from '../ports.ts';
import { run, type Sql } from './sql.ts';

export interface EvidenceRow {
  readonly task_id: TaskId;
  readonly type: EvidenceType;
  readonly ref: string;
  readonly summary: string;
  readonly url: string | null;
  readonly grade: Evidence['grade'];
}

export function toEvidence(row: EvidenceRow): Evidence {
  return {
    taskId: row.task_id,
    type: row.type,
    ref: row.ref,
    summary: row.summary,
    url: row.url,
    grade: row.grade,
  };
}

export function evidence(sql: Sql): Tx['evidence'] {
  return {
    async add(fact) {
      const added = await run(
        sql,
        `insert into evidence (task_id, type, ref, summary, url, grade)
         values ($1::bigint, $2::text, $3::text, $4::text, $5::text, $6::text)
         on conflict (task_id, type, ref) do update set grade = excluded.grade
           where evidence_rank(excluded.grade) > evidence_rank(evidence.grade)`,
        [fact.taskId, fact.type, fact.ref, fact.summary, fact.url, fact.grade],
      );
      return added === 1;
    },
  };
}
