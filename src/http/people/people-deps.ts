import type { Caller } from '../../core/model/caller.ts';
import type { ProjectId } from '../../core/model/ids.ts';

/** People who signed in with GitHub, as the server needs them. */
export interface People {
  /** Where this server is for browsers, such as `https://flotilla.example.com`; null: only on this machine. */
  readonly origin: string | null;
  begin(): Promise<{ readonly url: string; readonly browser: string }>;
  finish(asked: {
    readonly code: string;
    readonly state: string;
    readonly browser: string;
  }): Promise<
    | { readonly kind: 'in'; readonly text: string; readonly forSeconds: number }
    | { readonly kind: 'unknown' | 'refused' }
  >;
  end(text: string): Promise<void>;
  /** `which`: there are several projects, and nothing said which one it is about. Null: nobody who may look at it. */
  meet(text: string, about: ProjectId | null): Promise<Caller | 'which' | null>;
  whoIs(text: string): Promise<{
    readonly login: string;
    readonly projects: readonly {
      readonly id: ProjectId;
      readonly repository: string;
      readonly scope: string;
    }[];
  } | null>;
}

export interface PeopleDeps {
  /** Null or absent: nobody can sign in. */
  readonly people?: People | null;
}
