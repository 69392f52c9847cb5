import type { TooLong } from '../extend-lease.ts';
import { when } from './when.ts';

/** A hold cannot be made as long as that. */
export function tooLong({ asked, atMost }: TooLong): string {
  return `That would hold the task until ${when(asked)}, and a hold reaches at most until ${when(atMost)} from now. Ask for less; pushes and comments renew the hold by themselves.`;
}
