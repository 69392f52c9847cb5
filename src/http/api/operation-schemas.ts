import { z } from 'zod';
import { SCOPES } from '../../core/model/api-token.ts';
import { time } from './fields.ts';

export const Config = z
  .object({
    projectId: z.int(),
    repository: z.string(),
    blob: z.string().nullable().describe('The file that is in force.'),
    seen: z.string().nullable().describe('The newest file that was read.'),
    error: z.string().nullable().describe('What is wrong with the newest one.'),
    config: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: 'Config' });

export const DELIVERY_STATES = ['pending', 'handled', 'dead'] as const;
export const Delivery = z
  .object({
    guid: z.string(),
    event: z.string(),
    state: z.enum(DELIVERY_STATES),
    attempts: z.int(),
    error: z.string().nullable(),
    receivedAt: time,
    endedAt: time.nullable(),
  })
  .meta({ id: 'Delivery' });

export const EFFECT_STATES = ['waiting', 'sent', 'dead'] as const;
export const Effect = z
  .object({
    id: z.int(),
    projectId: z.int(),
    kind: z.string(),
    key: z.string(),
    state: z.enum(EFFECT_STATES),
    attempts: z.int(),
    error: z.string().nullable(),
    wantedAt: time,
    sentAt: time.nullable(),
  })
  .meta({ id: 'Effect' });

export const Token = z
  .object({
    id: z.int(),
    name: z.string(),
    scope: z.enum(SCOPES),
    project: z.object({ id: z.int(), repository: z.string() }).nullable(),
    agent: z.object({ id: z.int(), name: z.string() }).nullable(),
    createdAt: time,
    expiresAt: time,
    revokedAt: time.nullable(),
    lastUsedAt: time.nullable(),
  })
  .meta({ id: 'Token' });
