import type { Api } from '../client/connect-api.ts';
import { answered } from './read-board.ts';

/** What is of interest of what the server says on a socket; `/asyncapi.json` describes all of it. */
type Said =
  | { readonly type: 'welcome' | 'progress_update' | 'pong' | 'error' | 'closing' }
  | { readonly type: 'subscribed'; readonly after: number }
  | { readonly type: 'activity'; readonly id: number };

interface Follower {
  /** Something happened, or may have while nobody listened. */
  changed(): void;
  /** Whether what happens is heard at once. */
  hears(live: boolean): void;
  failed(error: unknown): void;
}

const AGAIN_MS = 1_000;

/** Listens to what happens in a project. Whatever ends the socket, another one goes on from what was heard last. */
export function follow(api: Api, projectId: number, follower: Follower): void {
  let after: number | null = null;

  async function listen(): Promise<void> {
    const { ticket } = await answered(api.POST('/api/ws-tickets'));
    const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/ws?ticket=${ticket}`);
    const say = (message: object) => socket.send(JSON.stringify(message));
    socket.addEventListener('message', ({ data }) => {
      const said = JSON.parse(String(data)) as Said;
      if (said.type === 'welcome')
        say({ type: 'subscribe', projectId, ...(after === null ? {} : { after }) });
      if (said.type === 'subscribed') after ??= said.after;
      if (said.type === 'activity') after = said.id;
      if (said.type === 'subscribed') follower.hears(true);
      if (said.type !== 'welcome') follower.changed();
    });
    socket.addEventListener('close', again);
  }

  function again(): void {
    follower.hears(false);
    setTimeout(begin, AGAIN_MS);
  }

  function begin(): void {
    listen().catch((error: unknown) => {
      follower.failed(error);
      again();
    });
  }

  begin();
}
