import type { Tx } from '../../../src/ports.ts';
import type { Session } from './session.ts';

/** What is only written down: facts, commands and what happened. What webhooks say of checks is not even read again. */
export function records(session: Session): Pick<Tx, 'evidence' | 'checks' | 'commands' | 'activity'> {
  const { at, tables, between } = session;
  return {
    evidence: {
      async add(fact) {
        await between('evidence.add');
        const known = await at.lockRow(tables.evidence, `${fact.taskId} ${fact.type} ${fact.ref}`);
        if (known) return false;
        at.put(tables.evidence, { ...fact, id: tables.evidence.nextId() });
        return true;
      },
    },
    checks: {
      saveRun: async () => undefined,
      saveCheck: async () => undefined,
    },
    commands: {
      async known(project, commentId, line) {
        await between('commands.known');
        await at.lock(`command ${project} ${commentId} ${line}`);
        return at.get(tables.commands, `${project} ${commentId} ${line}`) !== null;
      },
      async save({ project, ...command }) {
        await between('commands.save');
        const row = { ...command, projectId: project };
        const known = await at.lockRow(tables.commands, tables.commands.key(row));
        if (!known) at.put(tables.commands, row);
      },
    },
    async activity({ projectId, taskId = null, entryId = null, kind, actor, detail = {} }) {
      await between(kind);
      const id = tables.activity.nextId();
      at.put(tables.activity, { id, projectId, taskId, entryId, kind, actor, detail, at: session.now() });
    },
  };
}
