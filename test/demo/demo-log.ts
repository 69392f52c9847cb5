import type { Log } from '../../src/ports.ts';
import type { Tell, Told } from './narrator.ts';

/** Flotilla's log as part of the timeline: only what somebody has to look at, and the same thing once. */
export function demoLog(tell: Tell): Log {
  const told = new Set<string>();
  function say(mood: Told['mood'], data: object, message: string): void {
    const text = `${message}${causeOf(data)}`;
    if (told.has(text)) return;
    told.add(text);
    tell({ actor: 'log', mood, text });
  }
  const log: Log = {
    debug() {},
    info() {},
    warn: (data, message) => say('quiet', data, message),
    error: (data, message) => say('bad', data, message),
    child: () => log,
  };
  return log;
}

function causeOf(data: object): string {
  const cause: unknown =
    data instanceof Error ? data : 'err' in data ? data.err : 'error' in data ? data.error : null;
  if (cause === null) return '';
  return `: ${cause instanceof Error ? cause.message : JSON.stringify(cause)}`;
}
