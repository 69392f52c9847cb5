import { listed } from '../words/listed.ts';
import { fine, wrong, type Finding } from './diagnosis.ts';
import type { DatabaseAnswer, SchemaFacts } from './facts.ts';
import { judgeClock } from './judge-clock.ts';

const OLDEST = 14;

/** Whether PostgreSQL is there, new enough, up to date, and of the same time. */
export function judgeDatabase(answer: DatabaseAnswer): readonly Finding[] {
  if (answer.kind === 'away') return [wrong('database', answer.trouble.what, answer.trouble.mend)];
  if (answer.kind === 'unmade')
    return [fine('database', `${answer.folder} holds no database yet; the first start makes one.`)];
  const major = Math.floor(answer.version / 10_000);
  if (major < OLDEST) {
    return [
      wrong(
        'database_version',
        `It is PostgreSQL ${major}; Flotilla needs ${OLDEST} or newer.`,
        'Upgrade it, or set DATABASE_URL to a newer one.',
      ),
    ];
  }
  return [
    fine('database', `PostgreSQL ${major} answers.`),
    judgeSchema(answer.schema),
    judgeClock('database_clock', 'PostgreSQL', answer.aheadMs),
  ];
}

function judgeSchema(schema: SchemaFacts): Finding {
  if (schema.kind === 'current') return fine('migrations', 'The database is up to date.');
  if (schema.kind === 'other')
    return wrong('migrations', schema.said, 'Run the newest Flotilla that has used this database.');
  const what =
    schema.kind === 'empty'
      ? 'The database holds nothing of Flotilla.'
      : `The database is of an older Flotilla; it lacks ${listed(schema.missing)}.`;
  return wrong('migrations', what, 'Run "flotilla migrate"; every start does the same.');
}
