/** Where a deployment can be seen, else its log; GitHub writes empty texts for addresses that nobody gave. */
export function deploymentUrl(status: {
  readonly environment_url?: string | null | undefined;
  readonly log_url?: string | null | undefined;
  readonly target_url?: string | null | undefined;
}): string | null {
  return status.environment_url || status.log_url || status.target_url || null;
}
