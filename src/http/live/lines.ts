import type { TaskId } from '../../core/model/ids.ts';
import type { LiveEvent, LiveProgress } from '../../core/model/live.ts';
import type { LiveFeed } from '../../ports.ts';
import { encode } from './encode.ts';

/** Something that happened, and how far its task is since; each written once, however many are told. */
export interface Line {
  readonly event: LiveEvent;
  readonly text: Buffer;
  readonly progress: { readonly of: LiveProgress; readonly text: Buffer } | null;
}

/** The last line about a task carries its progress, so that whoever was told of the one was told of the other. */
export async function linesOf(feed: LiveFeed, events: readonly LiveEvent[]): Promise<readonly Line[]> {
  const lastOf = new Map<TaskId, number>();
  for (const { id, taskId } of events) if (taskId !== null) lastOf.set(taskId, id);
  const found = await feed.progress([...lastOf.keys()]);
  const byTask = new Map(found.map((progress) => [progress.taskId, progress]));
  return events.map((event) => {
    const progress =
      event.taskId !== null && lastOf.get(event.taskId) === event.id && byTask.get(event.taskId);
    return {
      event,
      text: encode({ type: 'activity', ...event, at: event.at.toISOString() }),
      progress: progress ? { of: progress, text: encode({ type: 'progress_update', ...progress }) } : null,
    };
  });
}
