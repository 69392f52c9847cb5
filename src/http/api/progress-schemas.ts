import { z } from 'zod';
import { time } from './fields.ts';

export const AgentProgress = z
  .object({
    agentId: z.int(),
    projectId: z.int(),
    agent: z.string(),
    active: z.int(),
    done: z.int(),
    released: z.int(),
    lapsed: z.int(),
    doneHours: z.number(),
  })
  .meta({ id: 'AgentProgress' });

const progress = {
  tasks: z.int(),
  done: z.int(),
  hours: z.number(),
  doneHours: z.number(),
  claimed: z.number(),
  verified: z.number(),
};
const Weighted = z.object(progress).meta({ id: 'Progress' });
const Eta = z.object({ p50: time.nullable(), p85: time.nullable(), madeAt: time }).meta({ id: 'Eta' });

export const Epic = z
  .object({
    key: z.string(),
    title: z.string(),
    branch: z.string(),
    progress: Weighted,
    thresholds: z.array(z.object({ epic: z.string(), has: z.number(), needs: z.number() })).readonly(),
    eta: Eta.nullable(),
  })
  .meta({ id: 'Epic' });

export const Forecast = z.object({
  eta: Eta.nullable(),
  hits: z.object({ scored: z.int(), p50: z.number(), p85: z.number() }).nullable(),
  epics: z.array(z.object({ key: z.string(), eta: Eta.nullable() })).readonly(),
});

export const Summary = z
  .object({
    progress: Weighted,
    velocity: z.object({ hoursPerDay: z.number(), multiplier: z.number(), days: z.number() }),
    eta: Eta.nullable(),
    hits: z.object({ scored: z.int(), p50: z.number(), p85: z.number() }).nullable(),
    epics: z.array(Epic).readonly(),
  })
  .meta({ id: 'Summary' });

export const Snapshot = z
  .object({
    at: time,
    project: Weighted,
    hoursPerDay: z.number(),
    epics: z.array(z.object({ ...progress, key: z.string() })).readonly(),
  })
  .meta({ id: 'Snapshot' });
