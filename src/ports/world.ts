import type { LaneId } from '../core/model/ids.ts';
import type { Readable } from '../core/model/readable.ts';
import type { RepositoryConfig } from '../core/model/repository-config.ts';
import type { Result } from '../core/result.ts';

export interface Clock {
  /** For display and for comparing GitHub's times. Leases use the database's clock, never this one. */
  now(): Date;
}

/** Pino's shape. Messages at warn and above are static, data goes into the object. */
export interface Log {
  debug(data: object, message: string): void;
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
  child(data: object): Log;
}

/** Says that there may be work. Carries a key and nothing else; losing a ring costs seconds, never data. */
export interface Doorbell {
  ring(bell: Bell): Promise<void>;
}

export type Bell =
  | { readonly kind: 'deliveries' }
  | { readonly kind: 'effects' }
  | { readonly kind: 'lane'; readonly lane: LaneId };

/** The words a comment says outside code, quotes, HTML and links. */
export interface Markdown {
  /** Each line of plain prose with its number (from 1) in `body`. */
  plainLines(body: string): readonly { readonly line: number; readonly text: string }[];
  /** A text without what GitHub does not show of it, and what that was. */
  readable(body: string): Readable;
}

/**
 * Reads `.github/flotilla.yml`. Problems are sentences with line and column, all of them. Without the name of the
 * default branch, what epics take in beside each other is not checked.
 */
export interface ConfigReader {
  parse(text: string, defaultBranch?: string): Result<RepositoryConfig, readonly string[]>;
}
