import type { Log } from '../../src/ports.ts';

/** For tests that look at what happened, not at what was logged. */
export const silentLog: Log = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  child: () => silentLog,
};
