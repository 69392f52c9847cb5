import { setTimeout as pause } from 'node:timers/promises';

/** GitHub's REST API below one repository, with the token of one account. Every answer but 2xx throws. */
export interface GitHubClient {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: object): Promise<T>;
  patch<T>(path: string, body: object): Promise<T>;
  /** Looks again and again until there is something; throws when the demo is stopped. */
  poll<T>(look: () => Promise<T | null>): Promise<T>;
}

const LOOK_AGAIN_MS = 250;

export function githubClient(
  place: { readonly url: string; readonly repository: string },
  token: string,
  signal: AbortSignal,
): GitHubClient {
  async function call<T>(method: string, path: string, body?: object): Promise<T> {
    // Not given to `fetch`, which would leave a listener on it with every call; calls are short.
    signal.throwIfAborted();
    const address = `${place.url}/repos/${place.repository}/${path}`;
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const payload = body ? { body: JSON.stringify(body) } : {};
    const answer = await fetch(address, { method, headers, ...payload });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} was answered ${answer.status}: ${text.slice(0, 300)}`);
    return JSON.parse(text) as T;
  }

  return {
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, body),
    patch: (path, body) => call('PATCH', path, body),
    async poll(look) {
      for (;;) {
        const found = await look();
        if (found !== null) return found;
        await pause(LOOK_AGAIN_MS, undefined, { signal });
      }
    },
  };
}
