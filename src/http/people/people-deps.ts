import type { Scope } from '../../core/model/api-token.ts';
import type { Caller } from '../../core/model/caller.ts';
import type { ProjectId } from '../../core/model/ids.ts';
import type { NewSession } from '../../ports.ts';

/** People who signed in, as the server needs them. */
export interface People {
  /** Where this server is for browsers, such as `https://flotilla.example.com`; null: only on this machine. */
  readonly origin: string | null;
  /** Null: the App has no secret for that. */
  readonly withGitHub: {
    begin(): Promise<{ readonly url: string; readonly browser: string }>;
    finish(asked: {
      readonly code: string;
      readonly state: string;
      readonly browser: string;
    }): Promise<({ readonly kind: 'in' } & NewSession) | { readonly kind: 'unknown' | 'refused' }>;
  } | null;
  /** Signs the operator in; null: it is no link, it was used, or it is too old. */
  useLink(text: string): Promise<NewSession | null>;
  end(text: string): Promise<void>;
  /** `which`: there are several projects, and nothing said which one it is about. Null: nobody who may look at it. */
  meet(text: string, about: ProjectId | null): Promise<Caller | 'which' | null>;
  whoIs(text: string): Promise<{
    /** Null: the operator, who is nobody on GitHub. */
    readonly login: string | null;
    readonly projects: readonly {
      readonly id: ProjectId;
      readonly repository: string;
      readonly scope: Scope;
    }[];
  } | null>;
}

export interface PeopleDeps {
  readonly people: People;
}
