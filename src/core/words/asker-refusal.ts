import { escapeText } from './escape-text.ts';

/** Said where only an agent may ask, to whoever shows a token that is nobody's. */
export function actsAsNoAgent(): string {
  return 'This token acts as no agent. Make one with `flotilla token create --scope agent --agent <name>`.';
}

/** Said to an agent that the configuration has dropped. */
export function listedNoMore(agent: string): string {
  return `**${escapeText(agent)}** is on the list in \`.github/flotilla.yml\` no more, so it acts for nobody.`;
}
