import type { LiveTickets, Log } from '../../ports.ts';
import type { LiveClient } from './client.ts';

export interface TokenWatch {
  /** Asks whether a token is still good; whoever came by one that is not is cut off. */
  doubt(token: number): void;
  doubtAll(): void;
  /** Cuts off those whose time is over by this process's own clock. */
  endThoseOver(): void;
}

/** Keeps sockets no longer open than their tokens are good. Doubts that come together are one question. */
export function watchTokens(
  { tickets, log }: { readonly tickets: LiveTickets; readonly log: Log },
  clients: ReadonlySet<LiveClient>,
): TokenWatch {
  const doubted = new Set<number>();
  let asking = false;

  async function ask(): Promise<void> {
    asking = true;
    try {
      while (doubted.size > 0) {
        const tokens = [...doubted];
        doubted.clear();
        settle(new Set(tokens), await tickets.left(tokens));
      }
    } catch (error) {
      // Nothing is told meanwhile either: that is read from the same database.
      log.warn({ err: error }, 'could not ask whether tokens are still good');
    } finally {
      asking = false;
    }
  }

  function settle(asked: ReadonlySet<number>, left: ReadonlyMap<number, number>): void {
    for (const client of clients) {
      if (!asked.has(client.token)) continue;
      const ms = left.get(client.token);
      if (ms === undefined) client.end('tokenOver');
      else client.goodFor(ms);
    }
  }

  function doubt(...tokens: readonly number[]): void {
    for (const token of tokens) doubted.add(token);
    if (!asking) void ask();
  }

  /** Of the operator's own, number 0, nothing is kept that could end it. */
  const known = (): readonly number[] => [...clients].map(({ token }) => token).filter((id) => id !== 0);
  return {
    doubt(token) {
      if (known().includes(token)) doubt(token);
    },
    doubtAll: () => doubt(...new Set(known())),
    endThoseOver() {
      const now = performance.now();
      for (const client of clients) if (client.isOver(now)) client.end('tokenOver');
    },
  };
}
