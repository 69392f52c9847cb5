import { CannotStart } from '../ports.ts';

/** The embedded PostgreSQL cannot run here; the message says why and what the operator can do. */
export class EmbeddedPostgresError extends CannotStart {
  override readonly name = 'EmbeddedPostgresError';
}
