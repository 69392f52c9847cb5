import { Octokit } from '@octokit/rest';
import { err, ok } from '../core/result.ts';
import { Away, type Forge } from '../ports.ts';

export interface ForgeOptions {
  /** `owner/name` */
  readonly repository: string;
  /** Of the agent's own account. */
  readonly token: string;
  /** Null: github.com */
  readonly baseUrl: string | null;
}

const TIMEOUT_MS = 10_000;

/** Opens pull requests with the agent's own token, as anybody could by hand. */
export function createForge({ repository, token, baseUrl }: ForgeOptions): Forge {
  const [owner = '', repo = ''] = repository.split('/');
  const octokit = new Octokit({
    auth: token,
    userAgent: 'flotilla-agent',
    ...(baseUrl === null ? {} : { baseUrl }),
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
  });
  const request = {
    get signal() {
      return AbortSignal.timeout(TIMEOUT_MS);
    },
  };

  return {
    async openPull({ head, base, title, body }) {
      try {
        // After an answer that was lost it is there already.
        const { data: open } = await octokit.rest.pulls.list({
          owner,
          repo,
          head: `${owner}:${head}`,
          base,
          state: 'open',
          request,
        });
        const [known] = open;
        if (known) return ok(known.number);
        const { data } = await octokit.rest.pulls.create({ owner, repo, head, base, title, body, request });
        return ok(data.number);
      } catch (error) {
        return refusal(error);
      }
    },
  };
}

/** What GitHub says no to; whatever else may pass. */
function refusal(error: unknown) {
  const message = error instanceof Error ? error.message : String(error);
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 500;
  if (status >= 400 && status < 500 && ![403, 408, 425, 429].includes(status)) return err(message);
  throw new Away(`GitHub: ${message}`);
}

function ignore(): void {}
