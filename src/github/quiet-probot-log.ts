import type { Probot } from 'probot';
import type { Log } from '../ports.ts';

type Level = 'debug' | 'info' | 'warn' | 'error';

/**
 * Our log in the shape that Probot expects. Probot logs whole payloads with every failing handler; of what it hands over
 * only the message, the event's name and the delivery's id are let through.
 */
export function quietProbotLog(log: Log): Probot['log'] {
  const quiet = {
    level: 'info',
    trace: ignore,
    debug: (...given: unknown[]) => write(log, 'debug', given),
    info: (...given: unknown[]) => write(log, 'debug', given),
    warn: (...given: unknown[]) => write(log, 'warn', given),
    error: (...given: unknown[]) => write(log, 'error', given),
    fatal: (...given: unknown[]) => write(log, 'error', given),
    silent: ignore,
    child: () => quiet,
  };
  // Probot types its log as a whole Pino logger, and calls these.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return quiet as unknown as Probot['log'];
}

function write(log: Log, level: Level, given: readonly unknown[]): void {
  const detail = given.find((one) => typeof one === 'string') ?? messageOf(given[0]);
  log[level]({ detail, ...eventOf(given[0]) }, `probot ${level}`);
}

function messageOf(given: unknown): string {
  return given instanceof Error ? given.message.slice(0, 500) : '';
}

function eventOf(given: unknown): { event?: string; delivery?: string } {
  if (typeof given !== 'object' || given === null || !('event' in given)) return {};
  const { event } = given;
  if (typeof event !== 'object' || event === null) return {};
  return {
    ...('name' in event && typeof event.name === 'string' ? { event: event.name } : {}),
    ...('id' in event && typeof event.id === 'string' ? { delivery: event.id } : {}),
  };
}

function ignore(): void {}
