import { evaluate, type Context } from './evaluate.ts';
import { textOf } from './text-of.ts';

/** `text` with each `${{ expression }}` replaced by its value. */
export function interpolate(text: string, context: Context): string {
  return text.replaceAll(/\$\{\{(.*?)\}\}/gs, (_, source: string) => textOf(evaluate(source, context)));
}
