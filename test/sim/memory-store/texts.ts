import type { Tx } from '../../../src/ports.ts';
import type { Session } from './session.ts';

export function texts({ at, tables }: Session): Tx['texts'] {
  return {
    async of(task) {
      const row = at.get(tables.texts, String(task));
      return row && { written: row.written, approved: row.approved };
    },
    async put(task, { written, approved }) {
      await at.lockRow(tables.texts, String(task));
      at.put(tables.texts, { taskId: task, written, approved });
    },
  };
}
