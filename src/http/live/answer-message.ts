import type { Caller } from '../../core/model/caller.ts';
import type { ProjectId, TaskId } from '../../core/model/ids.ts';
import { reaches } from '../../core/reaches.ts';
import type { LiveFeed } from '../../ports.ts';
import type { ClientDeps, Following } from './client.ts';
import { ClientMessage, type ServerMessage, type SubscribeMessage } from './messages.ts';

interface Asker extends Pick<ClientDeps, 'feed' | 'ready'> {
  readonly caller: Caller;
  readonly say: (message: ServerMessage) => void;
  readonly follow: (next: Following | null) => void;
}

/** Does what a message says, or answers what is wrong with it. Null: it was no text. */
export async function answerMessage(asker: Asker, text: string | null): Promise<void> {
  const { say } = asker;
  const read = ClientMessage.safeParse(text === null ? null : parsed(text));
  if (!read.success) {
    const errors = read.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
    return say({
      type: 'error',
      detail: 'This is no message that is taken here. /asyncapi.json describes all.',
      errors,
    });
  }
  const message = read.data;
  switch (message.type) {
    case 'subscribe':
      return subscribe(asker, message);
    case 'unsubscribe':
      asker.follow(null);
      return say({ type: 'unsubscribed' });
    case 'ping':
      return say({ type: 'pong', ...(message.nonce === undefined ? {} : { nonce: message.nonce }) });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function subscribe(
  { caller, feed, ready, say, follow }: Asker,
  asked: SubscribeMessage,
): Promise<void> {
  const project = (asked.projectId ?? null) as ProjectId | null;
  if (project !== null && !reaches(caller, project)) {
    const where = 'GET /api/projects lists those that this token reaches';
    return say({ type: 'error', detail: `There is no project ${project}. ${where}.` });
  }
  await ready();
  const { after, complete } = await placeOf(feed, caller, asked.after ?? null);
  const filter = {
    project,
    epic: asked.epic ?? null,
    task: (asked.taskId ?? null) as TaskId | null,
    kinds: asked.kinds ?? null,
    progress: asked.progress ?? true,
  };
  say({ type: 'subscribed', after, complete });
  follow({ filter, position: after, live: false });
}

/** Where to go on. What nobody has come to yet is not waited for: such an id is of another database. */
async function placeOf(
  feed: LiveFeed,
  { project }: Caller,
  asked: number | null,
): Promise<{ readonly after: number; readonly complete: boolean }> {
  const newest = await feed.newest(project);
  if (asked === null || asked === newest) return { after: newest, complete: true };
  if (asked > newest) return { after: newest, complete: false };
  return { after: asked, complete: asked === 0 || (await feed.reachesBack(asked, project)) };
}
