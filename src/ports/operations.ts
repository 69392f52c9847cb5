import type { ProjectId } from '../core/model/ids.ts';

/** What operators look at: what came in, and what is to go out. Read and never locked. */
export interface Operations {
  /** The newest first. `cursor`: the GUID of the last one that was seen. */
  deliveries(filter: DeliveryFilter): Promise<readonly DeliveryView[]>;
  /** In the order of their ids. */
  effects(project: ProjectId | null, filter: EffectFilter): Promise<readonly EffectView[]>;
}

export interface DeliveryFilter {
  readonly state: DeliveryView['state'] | null;
  readonly event: string | null;
  readonly cursor: string | null;
  readonly limit: number;
}

export interface EffectFilter {
  readonly state: EffectView['state'] | null;
  readonly after: number;
  readonly limit: number;
}

export interface DeliveryView {
  readonly guid: string;
  readonly event: string;
  readonly state: 'pending' | 'handled' | 'dead';
  readonly attempts: number;
  readonly error: string | null;
  readonly receivedAt: Date;
  readonly endedAt: Date | null;
}

export interface EffectView {
  readonly id: number;
  readonly projectId: ProjectId;
  readonly kind: string;
  readonly key: string;
  readonly state: 'waiting' | 'sent' | 'dead';
  readonly attempts: number;
  readonly error: string | null;
  readonly wantedAt: Date;
  readonly sentAt: Date | null;
}
