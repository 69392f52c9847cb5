/** Shows how long what belongs together took, from a delivery to what it changes on GitHub, over processes. */
export interface Tracing {
  /**
   * Runs `work` as a part of `within` (W3C Trace Context, `traceparent`), or of what runs now when that is null. What
   * `work` throws is noted and thrown on.
   */
  span<T>(
    name: string,
    about: {
      readonly within?: string | null;
      /** Never of people's text. */
      readonly attributes?: Readonly<Record<string, string | number>>;
    },
    work: () => Promise<T>,
  ): Promise<T>;
  /** What runs now, to be kept in a row; null: nothing that is traced. */
  current(): string | null;
}

/** What a line of the log belongs to. */
export interface Correlation {
  /** All that `work` logs carries these fields. */
  run<T>(fields: Readonly<Record<string, string>>, work: () => T): T;
}
