import type { Setting } from '../../src/config/settings.ts';

/** Settings as a Markdown table, for the README. */
export function settingsTable(settings: readonly Setting[]): string {
  return [
    '| setting | meaning | by default |',
    '|---|---|---|',
    ...settings.map(
      ({ name, meaning, byDefault, secret }) =>
        `| \`${name}\`${secret ? ' (secret)' : ''} | ${cell(meaning)} | ${cell(shown(byDefault))} |`,
    ),
  ].join('\n');
}

/** A value is shown as code, a sentence as it is. */
function shown(byDefault: string | null): string {
  if (byDefault === null) return 'none';
  return /[\s`]/.test(byDefault) ? byDefault : `\`${byDefault}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
