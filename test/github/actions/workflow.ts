/** Which branches wake a workflow: `only` and `except` are GitHub's globs, absent means all. */
export type BranchFilter = { readonly only?: readonly string[]; readonly except?: readonly string[] };

export type Step = {
  readonly run?: string;
  readonly uses?: string;
  readonly condition?: string;
  readonly env: Readonly<Record<string, string>>;
  readonly directory?: string;
  readonly continueOnError: boolean;
};

/** One job as it will appear: a matrix has already become one of these per combination. */
export type Job = {
  readonly id: string;
  readonly name: string;
  readonly needs: readonly string[];
  readonly condition?: string;
  readonly matrix: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
  readonly timeoutMinutes?: number;
  readonly failFast: boolean;
  readonly continueOnError: boolean;
  /** What the job's token may do; absent: the job gets no token. */
  readonly permissions?: Readonly<Record<string, 'read' | 'write'>>;
};

export type Workflow = {
  readonly path: string;
  readonly name: string;
  readonly push?: BranchFilter;
  readonly pullRequest?: BranchFilter & { readonly types: readonly string[] };
  readonly jobs: readonly Job[];
};

export type Conclusion = 'success' | 'failure' | 'cancelled' | 'skipped' | 'timed_out';
