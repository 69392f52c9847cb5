import { Pool, types } from 'pg';
import type { Log } from '../ports.ts';

export interface PoolOptions {
  readonly log: Log;
  readonly applicationName?: string;
  /** Connections, 10 unless said otherwise. */
  readonly max?: number;
  /** Milliseconds, 30,000 unless said otherwise; 0: none. */
  readonly statementTimeout?: number;
}

/**
 * A pool whose idle connections may break without taking the process along, and which reads bigint and numeric as
 * numbers.
 */
export function createPool(url: string, options: PoolOptions): Pool {
  const pool = new Pool({
    connectionString: url,
    application_name: options.applicationName ?? 'flotilla',
    max: options.max ?? 10,
    statement_timeout: options.statementTimeout ?? 30_000,
    // Nobody waits for GitHub inside a transaction: one that pauses belongs to a process that stands still, and its
    // locks keep the others from going on.
    idle_in_transaction_session_timeout: 10_000,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    types: { getTypeParser },
  });
  // A connection that is handed from one to the next is for a moment without a listener of anybody's, and its end may
  // stand in the same packet as the answer before it: that would end the process. Whoever has it hears of it anyway.
  pool.on('connect', (client) => client.on('error', ignore));
  pool.on('error', (error) =>
    options.log.warn({ error: error.message }, 'an idle database connection broke'),
  );
  return pool;
}

function ignore(): void {}

/** Type numbers from PostgreSQL's catalogue; the driver's own list lacks the arrays. */
const INT8 = 20;
const INT8_ARRAY = 1016;
const NUMERIC = 1700;
const NUMERIC_ARRAY = 1231;
const TEXT_ARRAY = 1009;

/** Our own parsers, kept to this pool: other libraries in the process keep the driver's. */
const getTypeParser: typeof types.getTypeParser = (oid: number, format: 'text' | 'binary' = 'text') => {
  if (format === 'text') {
    if (oid === INT8) return safeInteger;
    if (oid === NUMERIC) return Number;
    if (oid === INT8_ARRAY) return arrayOf(safeInteger);
    if (oid === NUMERIC_ARRAY) return arrayOf(Number);
  }
  return driverParser(oid, format);
};

function driverParser(oid: number, format: 'text' | 'binary'): (value: string) => unknown {
  const find: (oid: number, format: 'text' | 'binary') => (value: string) => unknown = types.getTypeParser;
  return find(oid, format);
}

/** GitHub's ids and our identities stay far below 2^53; a number that does not is a bug, not a rounding. */
function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is no safe integer`);
  return value;
}

function arrayOf(parse: (text: string) => number): (text: string) => unknown {
  const parseTexts = driverParser(TEXT_ARRAY, 'text');
  return (text) => {
    const items = parseTexts(text);
    return Array.isArray(items) ? items.map((item) => (item === null ? null : parse(String(item)))) : items;
  };
}
