import { evaluate, type Context } from './evaluate.ts';

/** Whether an `if:` holds. Without a status function of its own it also wants everything before to have succeeded. */
export function holds(condition: string | undefined, context: Context): boolean {
  if (condition === undefined) return context.status === 'success';
  const source = condition.trim().replace(/^\$\{\{(.*)\}\}$/s, '$1');
  const asksStatus = /\b(?:always|success|failure|cancelled)\s*\(/.test(source);
  return (asksStatus || context.status === 'success') && Boolean(evaluate(source, context));
}
