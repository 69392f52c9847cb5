import { err, type Result } from '../core/result.ts';
import { CannotStart } from '../ports.ts';

/** Lends `work` a session for as long as it runs. Where there is no database, that is the answer. */
export async function withSession<Session extends { close(): Promise<void> }, Said>(
  connect: () => Promise<Session>,
  work: (session: Session) => Promise<Result<Said, string>>,
): Promise<Result<Said, string>> {
  try {
    const session = await connect();
    try {
      return await work(session);
    } finally {
      await session.close();
    }
  } catch (error) {
    if (error instanceof CannotStart) return err(error.message);
    throw error;
  }
}
