import type { Log } from '../../src/ports.ts';

/** Keeps nothing but errors that no fault explains. */
export function createSimLog(onError: (message: string, data: object) => void): Log {
  const log: Log = {
    debug: () => undefined,
    info: () => undefined,
    warn: (data, message) => onError(`warn ${message}`, data),
    error: (data, message) => onError(message, data),
    child: () => log,
  };
  return log;
}
