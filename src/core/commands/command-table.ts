import type { CommandName } from '../model/command-name.ts';
import type { CommandSpec } from './command-spec.ts';

/** Commands as a Markdown table, for `/help` and the README. */
export function commandTable(specs: readonly CommandSpec<{ readonly name: CommandName }>[]): string {
  return [
    '| command | who | does | example |',
    '|---|---|---|---|',
    ...specs.map((spec) => {
      const also = spec.aliases.map((alias) => ` (${code(`/${alias}`)})`).join('');
      return `| ${code(spec.usage)}${also} | ${spec.who} | ${spec.description} | ${code(spec.example)} |`;
    }),
  ].join('\n');
}

/** In a table a bar ends the cell even within code. */
function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``;
}
