import type { ServerDeps } from '../../src/http/create-server.ts';
import type { StatusPage } from '../../src/ports.ts';
import { ALL_UP } from './all-up.ts';
import { noApi } from './no-api.ts';
import { noProgress } from './no-progress.ts';
import { silentLog } from './silent-log.ts';

export const EMPTY_PAGE: StatusPage = {
  projects: [],
  activity: [],
  deliveries: { pending: 0, dead: 0 },
  effects: { waiting: 0, dead: 0 },
};

/** What a server needs that serves nothing of anybody. */
export const BARE: ServerDeps = {
  inbox: { store: async () => undefined, dead: async () => [], redrive: async () => false },
  ring: async () => undefined,
  secrets: ['a secret of more than sixteen'],
  adminToken: null,
  ...noApi,
  ready: async () => ALL_UP,
  statusPage: async () => EMPTY_PAGE,
  statusIsOpen: true,
  effects: { dead: async () => [], redrive: async () => false },
  deliveryGaps: async () => ({ noGapsSince: null, sweptUntil: null, missing: [] }),
  progress: noProgress,
  brief: async () => null,
  log: silentLog,
};
