import { noteText, type Told } from '../core/brief/note-text.ts';
import type { TaskId } from '../core/model/ids.ts';
import type { Tx } from '../ports.ts';

/** Keeps what was told of a task's text. The caller has locked the task. */
export async function keepText(tx: Tx, task: TaskId, told: Told): Promise<void> {
  const known = await tx.texts.of(task);
  const texts = noteText(known, told);
  if (texts !== known) await tx.texts.put(task, texts);
}
