import { GitHubRefused } from '../ports.ts';

/** The answer, or null when GitHub says that there is no such thing (404, or 410 for what was deleted). */
export async function nullWhenMissing<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof GitHubRefused && (error.status === 404 || error.status === 410)) return null;
    throw error;
  }
}
