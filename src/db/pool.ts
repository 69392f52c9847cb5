import pg from 'pg';
import type { Log } from '../ports.ts';

export interface PoolOptions {
  readonly log: Log;
  readonly applicationName?: string;
  /** Connections, 10 unless said otherwise. */
  readonly max?: number;
  /** Milliseconds, 30,000 unless said otherwise; 0: none. */
  readonly statementTimeout?: number;
}

/** A pool whose idle connections may break without taking the process along, and which reads bigint and numeric as numbers. */
export function createPool(url: string, options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: options.applicationName ?? 'flotilla',
    max: options.max ?? 10,
    statement_timeout: options.statementTimeout ?? 30_000,
    idle_in_transaction_session_timeout: 60_000,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    types: { getTypeParser },
  });
  pool.on('error', (error) =>
    options.log.warn({ error: error.message }, 'an idle database connection broke'),
  );
  return pool;
}

const { INT8, NUMERIC } = pg.types.builtins;
/** Their array types, which the driver's list does not name. */
const INT8_ARRAY = 1016;
const NUMERIC_ARRAY = 1231;
const TEXT_ARRAY = 1009;

/** Our own parsers, kept to this pool: other libraries in the process keep the driver's. */
const getTypeParser = ((oid: number, format?: 'text' | 'binary') => {
  if (format !== 'binary') {
    if (oid === INT8) return safeInteger;
    if (oid === NUMERIC) return Number;
    if (oid === INT8_ARRAY) return arrayOf(safeInteger);
    if (oid === NUMERIC_ARRAY) return arrayOf(Number);
  }
  return pg.types.getTypeParser(oid, format as 'text');
}) as typeof pg.types.getTypeParser;

/** GitHub's ids and our identities stay far below 2^53; a number that does not is a bug, not a rounding. */
function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is no safe integer`);
  return value;
}

function arrayOf(parse: (text: string) => number): (text: string) => (number | null)[] {
  const parseTexts = pg.types.getTypeParser(TEXT_ARRAY as number, 'text') as (
    text: string,
  ) => (string | null)[];
  return (text) => parseTexts(text).map((item) => (item === null ? null : parse(item)));
}
