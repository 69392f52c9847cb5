import { z } from 'zod';
import type { Account } from '../../core/model/actor.ts';
import { restAccount } from '../account.ts';
import { parsePayload } from './parse-payload.ts';
import { userShape } from './shapes.ts';

const payloadShape = z.object({ sender: userShape.nullish() });

/** Who caused the event. GitHub sends no sender with a few events of its own: the ghost. */
export function decodeAccount(payload: unknown): Account {
  return restAccount(parsePayload(payloadShape, payload).sender);
}
