import type { Setting } from '../../src/config/settings.ts';

/** What only `docker-compose.yml` reads. */
const FOR_COMPOSE = `# Only for docker-compose.yml: the password of its PostgreSQL. Without special characters, for example the output of
# "openssl rand -hex 32".
POSTGRES_PASSWORD=
`;

/** The whole text of `.env.example`. What is left empty counts as not set. */
export function envExample(settings: readonly Setting[]): string {
  const head = [
    '# Copy this file to .env and fill in what you need; what is left empty counts as not set.',
    '# Generated from src/config/settings.ts by "npm run docs".',
  ].join('\n');
  return [head, ...settings.map(entry), FOR_COMPOSE].join('\n\n');
}

function entry({ name, meaning, byDefault, secret }: Setting): string {
  const value = byDefault !== null && !/[\s`]/.test(byDefault) ? byDefault : '';
  return [
    ...(secret ? ['# Secret.'] : []),
    ...wrapped(meaning).map((line) => `# ${line}`),
    ...(byDefault === null ? [] : [`# By default: ${plain(byDefault)}`]),
    // Commented out: the default may change, and a copy would hold on to the old one.
    byDefault === null ? `${name}=` : `# ${name}=${value}`,
  ].join('\n');
}

function wrapped(text: string): readonly string[] {
  return (
    plain(text)
      .match(/.{1,110}(?:\s|$)/g)
      ?.map((line) => line.trimEnd()) ?? []
  );
}

/** Backquotes are Markdown; in a file for shells they mean something else. */
function plain(text: string): string {
  return text.replaceAll('`', '');
}
