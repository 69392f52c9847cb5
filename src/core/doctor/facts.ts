/** What GitHub grants: `issues` → `write`. */
export type Permissions = Readonly<Record<string, string>>;

/** What the App has to ask for, from `app.yml`. */
export interface WantedRights {
  readonly permissions: Permissions;
  readonly events: readonly string[];
}

/** What GitHub says of the App. */
export interface AppFacts {
  readonly name: string;
  readonly slug: string;
  readonly permissions: Permissions;
  readonly events: readonly string[];
  /** Where its owner changes it. */
  readonly settingsUrl: string;
  /** Where GitHub's pages begin: `https://github.com` */
  readonly webUrl: string;
}

/** Whether the App's id and key are good for anything. */
export type AppAnswer =
  | { readonly kind: 'known'; readonly app: AppFacts; readonly aheadMs: number | null }
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly said: string;
      /** How far the clock of this machine is before GitHub's; null: GitHub did not say. */
      readonly aheadMs: number | null;
    };

export interface InstallationFacts {
  readonly id: number;
  readonly account: string;
  readonly accountType: 'User' | 'Organization';
  readonly permissions: Permissions;
  readonly events: readonly string[];
  readonly suspended: boolean;
  /** Where the owner of the account looks after it. */
  readonly url: string;
}

/** The webhook of the App, as it is set up at GitHub. */
export interface HookFacts {
  /** Null: none. */
  readonly url: string | null;
  readonly contentType: string;
  readonly insecureTls: boolean;
  readonly hasSecret: boolean;
}

/** One attempt of GitHub's to deliver, of the newest. */
export interface AttemptFacts {
  readonly event: string;
  readonly at: Date;
  readonly statusCode: number;
  /** In GitHub's words, such as `OK`. */
  readonly status: string;
}

/** What answered where GitHub delivers. */
export type Knock =
  | { readonly kind: 'flotilla' }
  | { readonly kind: 'other'; readonly status: number }
  | { readonly kind: 'nobody'; readonly why: string };

/** What keeps us from talking to a server, and what to do. */
export interface Trouble {
  readonly what: string;
  readonly mend: string;
}

export type DatabaseAnswer =
  | { readonly kind: 'away'; readonly trouble: Trouble }
  /** The embedded one, before the first start. */
  | { readonly kind: 'unmade'; readonly folder: string }
  | {
      readonly kind: 'there';
      /** As PostgreSQL counts: 170_002. */
      readonly version: number;
      /** How far the clock of this machine is before the database's. */
      readonly aheadMs: number;
      readonly schema: SchemaFacts;
    };

export type SchemaFacts =
  | { readonly kind: 'current' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'behind'; readonly missing: readonly string[] }
  /** It belongs to another version of the program. */
  | { readonly kind: 'other'; readonly said: string };

export type RedisAnswer =
  | { readonly kind: 'away'; readonly place: string; readonly why: string }
  | {
      readonly kind: 'there';
      readonly version: string;
      /** Null: it does not say. */
      readonly policy: string | null;
      readonly appendOnly: boolean | null;
    };

/** A rule that GitHub applies to a branch. */
export interface RuleFacts {
  /** GitHub's name: `update`, `required_status_checks`, ... */
  readonly type: string;
  /** Null: GitHub names none. */
  readonly rulesetId: number | null;
  /** The checks that it requires. */
  readonly checks: readonly string[];
}

export interface RulesetFacts {
  readonly name: string;
  /** Whether the rules hold for the App; null: GitHub does not say. */
  readonly bypass: 'always' | 'never' | null;
  readonly url: string | null;
}

export interface BranchFacts {
  /** Null: there is no such branch. */
  readonly protection: {
    /** Classic branch protection, not rulesets. */
    readonly enabled: boolean;
    readonly checks: readonly string[];
  } | null;
  readonly rules: readonly RuleFacts[];
  readonly rulesets: ReadonlyMap<number, RulesetFacts>;
}

/** A workflow file, as far as it decides whether a candidate is tested. */
export interface WorkflowFacts {
  /** Null: it does not listen to pushes. */
  readonly push: PushFilter | null;
  readonly jobs: readonly JobFacts[];
}

export interface PushFilter {
  /** GitHub's globs; null: every branch. */
  readonly only: readonly string[] | null;
  readonly except: readonly string[];
  /** Only when certain paths change. */
  readonly paths: boolean;
}

export interface JobFacts {
  readonly name: string;
  /** What it is called is known when it runs: its name is computed, or it is made of other jobs. */
  readonly computed: boolean;
  /** It becomes several, each with its values after the name: `test (20, linux)`. */
  readonly matrix: boolean;
}
