import { setTimeout as pause } from 'node:timers/promises';
import type { ProjectId } from '../../core/model/ids.ts';
import type { LiveEvent } from '../../core/model/live.ts';
import type { ClientDeps, Following } from './client.ts';
import { linesOf, type Line } from './lines.ts';

const PAGE = 200;
const AGAIN_MS = 500;

/** One client, as seen by what it is read for. */
export interface Reader {
  isOpen(): boolean;
  /** False: it asked for something else meanwhile. */
  isFollowing(mine: Following): boolean;
  deliver(mine: Following, line: Line): boolean;
  /** Bytes that have not gone out. */
  waiting(): number;
  /** False: they do not go out. */
  flushed(): Promise<boolean>;
  tooSlow(): void;
}

/**
 * Reads what a client was not told of from the table, as fast as the client reads, until nobody was told of more; from
 * then on it is told with all others. Nothing is awaited between that comparison and the switch, so there is neither a
 * gap nor a line twice.
 */
export async function catchUp(
  deps: ClientDeps,
  reader: Reader,
  project: ProjectId | null,
  mine: Following,
): Promise<void> {
  const goesOn = (): boolean => reader.isOpen() && reader.isFollowing(mine);
  const hasRoom = async (): Promise<boolean> => {
    if (reader.waiting() <= deps.limits.bufferedBytes || (await reader.flushed())) return true;
    if (goesOn()) reader.tooSlow();
    return false;
  };

  while (goesOn()) {
    if (!(await hasRoom()) || !goesOn()) return;
    const head = deps.head();
    if (head <= mine.position) {
      mine.live = true;
      return;
    }
    const events = await readPage(deps, project ?? mine.filter.project, mine.position);
    if (events === null) {
      await pause(AGAIN_MS, undefined, { ref: false });
      continue;
    }
    for (const line of events) {
      if (!goesOn()) return;
      reader.deliver(mine, line);
      if (!(await hasRoom())) return;
    }
    // All others are of other projects.
    if (events.length < PAGE && goesOn()) mine.position = Math.max(mine.position, head);
  }
}

/** Null: the database does not answer now. */
async function readPage(
  { feed, log, turn }: ClientDeps,
  project: ProjectId | null,
  after: number,
): Promise<readonly Line[] | null> {
  try {
    return await turn(async () => {
      const events: readonly LiveEvent[] = await feed.after(after, project, PAGE);
      return linesOf(feed, events);
    });
  } catch (error) {
    log.warn({ err: error }, 'could not read the log for a socket');
    return null;
  }
}
