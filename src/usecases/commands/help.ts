import { helpText } from '../../core/commands/help-text.ts';
import type { Apply } from './command-context.ts';

/** Replies with the generated table. */
export async function help(): Promise<Apply> {
  return async () => ({ kind: 'done', reply: helpText() });
}
