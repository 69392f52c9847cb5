import type { GateVerdict } from '../gate-verdict.ts';
import { codeSpan } from './code-span.ts';
import { escapeText } from './escape-text.ts';

const SIGNS: Readonly<Record<GateVerdict['state'], string>> = { passed: '✅', failed: '❌', waiting: '⏳' };

/** Gates with state, reason and link as a Markdown table. */
export function gateTable(verdicts: readonly GateVerdict[]): string {
  return [
    '| gate | state | why |',
    '|---|---|---|',
    ...verdicts.map(({ gate, state, why, url }) => {
      const reason = linked(escapeText(why, 200), url);
      return `| ${codeSpan(gate).replaceAll('|', '\\|')} | ${SIGNS[state]} ${state} | ${reason} |`;
    }),
  ].join('\n');
}

/** Only an https address without anything that could end the link becomes one. */
export function linked(text: string, url: string | null): string {
  return url !== null && /^https?:\/\/[^\s()<>|[\]\\]+$/.test(url) ? `[${text || 'details'}](${url})` : text;
}
