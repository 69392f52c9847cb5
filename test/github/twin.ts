import type { Server } from 'node:http';
import type { Knobs, KnobState } from './knobs.ts';
import type { Actor, AppIdentity, Hook, Installation, Repository, User } from './model.ts';

/** One attempt to send one webhook. A redelivery shares the `guid` and has its own `id`. */
export interface DeliveryRecord {
  readonly id: number;
  readonly guid: string;
  readonly event: string;
  readonly action: string | null;
  readonly deliveredAt: Date;
  readonly redelivery: boolean;
  readonly repositoryId: number | null;
  readonly installationId: number | null;
  readonly payload: Record<string, unknown>;
  statusCode: number;
  status: string;
  durationMs: number;
}

export interface RequestRecord {
  readonly method: string;
  readonly path: string;
  readonly route: string;
  readonly graphqlOperation: string | undefined;
  status: number;
  readonly actor: string;
  readonly at: Date;
  durationMs: number;
}

/** What one REST answer was, for whoever checks answers against GitHub's published descriptions. */
export interface AnsweredOperation {
  readonly method: string;
  readonly routeTemplate: string;
  readonly status: number;
  readonly body: unknown;
}

export type AnswerListener = (operation: AnsweredOperation) => void;
export type WebhookListener = (name: string, payload: Record<string, unknown>) => void;

/** A node of the GraphQL graph found by its global id. */
export interface NodeEntry {
  readonly type: string;
  readonly entity: unknown;
  readonly repo: Repository | undefined;
}

/** Everything the simulated GitHub knows; the first parameter of all its functions. */
export interface Twin {
  url: string;
  readonly root: string;
  readonly server: Server;
  app: AppIdentity;
  readonly actionsApp: AppIdentity;
  readonly publicKey: string;
  /** What people sign in to the App with. */
  readonly oauth: { readonly clientId: string; readonly clientSecret: string };
  /** Codes that were not exchanged yet. */
  readonly codes: Map<string, { user: User; redirect: string; challenge: string | null; until: number }>;
  /** How its owner has set up the webhook, besides the address. */
  readonly hook: Hook;
  webhookUrl: string | undefined;
  readonly now: () => Date;
  readonly random: () => number;
  readonly knobs: Knobs;
  readonly knobState: KnobState;
  readonly users: Map<string, User>;
  readonly repositories: Map<number, Repository>;
  readonly installations: Map<number, Installation>;
  readonly tokens: Map<
    string,
    { readonly actor: Actor; readonly expiresAt: Date | undefined; readonly repo?: Repository }
  >;
  readonly otherApps: Map<string, AppIdentity>;
  readonly nodes: Map<string, NodeEntry>;
  readonly deliveries: DeliveryRecord[];
  readonly requests: RequestRecord[];
  readonly answerListeners: Set<AnswerListener>;
  readonly webhookListeners: Set<WebhookListener>;
  readonly rates: Map<string, { used: number; resetAt: number }>;
  readonly nextId: () => number;
  /** Sends (or holds, drops, doubles) the webhook; resolves nothing: see `outbox/`. */
  readonly outbox: Outbox;
  closed: boolean;
}

export interface Outbox {
  push(
    event: string,
    payload: Record<string, unknown>,
    o: { repo: Repository | undefined; installation: Installation },
  ): void;
  redeliver(record: DeliveryRecord): void;
  release(order?: 'kept' | 'reversed' | 'shuffled'): void;
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** A global node id, shaped like GitHub's. */
export function nodeId(prefix: string, id: number): string {
  return `${prefix}_kwDO${Buffer.from(id.toString(36).padStart(8, '0')).toString('base64url')}`;
}
