/** Why it is not clear which repository of the database is meant. */
export type RepositoryRefusal =
  | UnknownRepository
  /** None was named, and there are several. */
  | { readonly kind: 'several'; readonly known: readonly string[] };

/** There is no such repository, or none at all. */
export type UnknownRepository =
  | { readonly kind: 'nothing_known' }
  | { readonly kind: 'unknown_repository'; readonly named: string; readonly known: readonly string[] };
