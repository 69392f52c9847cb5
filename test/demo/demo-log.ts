import type { Log } from '../../src/ports.ts';
import type { Tell } from './narrator.ts';

/** Flotilla's log as part of the timeline: only what somebody has to look at. */
export function demoLog(tell: Tell): Log {
  const log: Log = {
    debug() {},
    info() {},
    warn: (data, message) => tell({ actor: 'log', mood: 'quiet', text: `${message}${causeOf(data)}` }),
    error: (data, message) => tell({ actor: 'log', mood: 'bad', text: `${message}${causeOf(data)}` }),
    child: () => log,
  };
  return log;
}

function causeOf(data: object): string {
  const cause: unknown = 'err' in data ? data.err : 'error' in data ? data.error : null;
  if (cause === null) return '';
  return `: ${cause instanceof Error ? cause.message : JSON.stringify(cause)}`;
}
