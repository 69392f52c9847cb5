import { z } from 'zod';
import { sha } from '../../core/model/ids.ts';

/** Parts that many payloads share, with only the fields in use. */

export const shaShape = z
  .string()
  .regex(/^[0-9a-f]{40}$/)
  .transform(sha);

export const timeShape = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

export const userShape = z.object({
  id: z.number().int(),
  login: z.string(),
  type: z.string().optional(),
});

export const appShape = z.object({ id: z.number().int(), slug: z.string().optional() });

/** Pull requests of the same repository that a check names; GitHub leaves those of forks out. */
export const pullListShape = z.array(z.object({ number: z.number().int() })).nullish();
