import { PAIR_TURNS } from '../../../src/core/breaker.ts';
import type { Activity } from '../../../src/core/model/activity.ts';
import type { Tx } from '../../../src/ports.ts';
import type { Session } from './session.ts';

// What is only written down: facts, commands and what happened. What webhooks say of checks is not even read again.

const HOUR_MS = 3_600_000;
const GRADES = ['claimed', 'observed', 'verified'] as const;

export function evidence({ at, tables }: Session): Tx['evidence'] {
  return {
    async add(fact) {
      const known = await at.lockRow(tables.evidence, `${fact.taskId} ${fact.type} ${fact.ref}`);
      if (known && GRADES.indexOf(fact.grade) <= GRADES.indexOf(known.grade)) return false;
      at.put(
        tables.evidence,
        known ? { ...known, grade: fact.grade } : { ...fact, id: tables.evidence.nextId() },
      );
      return true;
    },
  };
}

export function checks(): Tx['checks'] {
  return { saveRun: async () => undefined, saveCheck: async () => undefined };
}

export function commands({ at, tables, now }: Session): Tx['commands'] {
  return {
    async known(project, commentId, line) {
      await at.lock(`command ${project} ${commentId} ${line}`);
      return at.get(tables.commands, `${project} ${commentId} ${line}`) !== null;
    },
    async save({ project, ...command }) {
      const commentId = command.commentId ?? -tables.commands.nextId();
      const row = { ...command, commentId, projectId: project, at: now() };
      const known = await at.lockRow(tables.commands, tables.commands.key(row));
      // The first outcome stays; that there was another one is to be seen.
      at.put(tables.commands, known ?? row);
    },
    async recent(project, thread, actorId) {
      const heard = at
        .all(tables.commands)
        .filter((row) => row.projectId === project && row.outcome !== 'withheld' && row.at > now() - HOUR_MS);
      const here = heard.filter((row) => row.thread === thread);
      return {
        byActor: heard.filter((row) => row.actorId === actorId).length,
        byBotsHere: here.filter(({ bot }) => bot).length,
        turns: here
          .filter(({ turn }) => turn)
          .sort((one, other) => other.at - one.at || other.commentId - one.commentId || other.line - one.line)
          .slice(0, PAIR_TURNS)
          .map((row) => ({ actor: row.actorId, bot: row.bot })),
      };
    },
  };
}

export async function activity(session: Session, line: Activity): Promise<void> {
  const { projectId, taskId = null, entryId = null, kind, actor, detail = {} } = line;
  const { at, tables } = session;
  await session.between('activity', kind);
  const id = tables.activity.nextId();
  at.put(tables.activity, { id, projectId, taskId, entryId, kind, actor, detail, at: session.now() });
}
