import type { ShownActivity, ShownProject } from '../core/page/shown-project.ts';

/** Everything the plain status page shows. */
export interface StatusPage {
  readonly projects: readonly ShownProject[];
  readonly activity: readonly ShownActivity[];
  readonly deliveries: { readonly pending: number; readonly dead: number };
  readonly effects: { readonly waiting: number; readonly dead: number };
}
