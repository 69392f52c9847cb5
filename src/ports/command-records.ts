import type { RecentCommands } from '../core/breaker.ts';
import type { ProjectId } from '../core/model/ids.ts';

/** Reads and writes of commands that were run, inside one transaction. */
export interface CommandRecords {
  /** Whether this line of this comment was run already; until the end of the transaction nobody else can run it. */
  known(project: ProjectId, commentId: number, line: number): Promise<boolean>;
  save(command: {
    project: ProjectId;
    /** Null: asked for through the API, each time anew. */
    commentId: number | null;
    line: number;
    text: string;
    actorId: number;
    outcome: string;
    /** The issue or pull request under which it was said. */
    thread: number;
    bot: boolean;
    /** It changed something that another agent may answer to. */
    turn: boolean;
  }): Promise<void>;
  /** What was said during the last hour, for the breakers. */
  recent(project: ProjectId, thread: number, actorId: number): Promise<RecentCommands>;
}
