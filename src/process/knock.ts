import type { Knock } from '../core/doctor/facts.ts';

const PATIENCE_MS = 10_000;

/**
 * Knocks where GitHub delivers. A delivery without a signature is refused from its headers alone, in Flotilla's own way;
 * nothing is stored. Redirections are not followed, since GitHub follows none.
 */
export async function knock(url: string): Promise<Knock> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
      headers: {
        'content-type': 'application/json',
        'user-agent': 'flotilla-doctor',
        'x-github-event': 'ping',
        'x-github-delivery': 'flotilla-doctor',
      },
      body: '{}',
    });
    const text = await answer.text();
    const ours =
      answer.status === 401 &&
      answer.headers.get('content-type')?.startsWith('application/problem+json') === true &&
      text.includes('X-Hub-Signature-256');
    return ours ? { kind: 'flotilla' } : { kind: 'other', status: answer.status };
  } catch (error) {
    return { kind: 'nobody', why: reason(error) };
  }
}

/** `fetch` says no more than that it failed; its cause knows why. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'no answer within 10 s';
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
}
