import { parseArgs } from 'node:util';
import { err, ok, type Result } from '../../src/core/result.ts';

export interface ChaosOptions {
  /** How many processes are ended with SIGKILL. */
  readonly kills: number;
  /** How many processes stand still past what they hold. */
  readonly pauses: number;
  /** After so long no process is struck any more, however many are left. */
  readonly minutes: number;
  readonly seed: number;
  readonly json: boolean;
  /** `lost`: Redis goes away at the beginning and does not come back. */
  readonly redis: 'faults' | 'lost';
  /** Where each process writes its log; null: nowhere. */
  readonly logs: string | null;
}

export const CHAOS_HELP = `Usage: npm run chaos -- [options]

Two web and three worker processes of Flotilla on a real PostgreSQL and a real Redis, under load on a simulated GitHub
with real git. Processes are killed and frozen in the middle of their work, the database and Redis go away and come back.
At the end every promise is recounted from git.

  --kills <n>          processes ended with SIGKILL (default 10)
  --pauses <n>         processes frozen past what they hold, then woken (default a fifth of the kills)
  --minutes <n>        end the trouble after so long, even if fewer were struck by then (default: no limit)
  --seed <n>           what is done to whom, and what agents do (default 1)
  --redis lost         Redis goes away when the first work is under way, and does not come back
  --logs <folder>      each process writes its log there
  --json               print one last line of JSON
  --help               print this

Exit code: 0 when every promise held, 1 when one did not, 2 for options that make no sense.`;

/** Reads the command line; the error is a sentence. */
export function chaosOptions(args: readonly string[]): Result<ChaosOptions | 'help', string> {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        kills: { type: 'string', default: '10' },
        pauses: { type: 'string' },
        minutes: { type: 'string' },
        seed: { type: 'string', default: '1' },
        redis: { type: 'string', default: 'faults' },
        logs: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return ok('help');
    if (values.redis !== 'faults' && values.redis !== 'lost')
      return err('--redis can only be "lost", or be left out.');
    const kills = wholeNumber('kills', values.kills);
    return ok({
      kills,
      pauses: values.pauses === undefined ? Math.ceil(kills / 5) : wholeNumber('pauses', values.pauses),
      minutes: values.minutes === undefined ? Infinity : wholeNumber('minutes', values.minutes),
      seed: wholeNumber('seed', values.seed),
      json: values.json,
      redis: values.redis,
      logs: values.logs ?? null,
    });
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new Error(`--${name} needs a whole number up to 999999, not "${text}".`);
  return Number(text);
}
