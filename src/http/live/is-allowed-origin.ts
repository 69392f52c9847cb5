const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/**
 * Whether a page from there may open a socket. Programs send no origin, and need a ticket as pages do. Pages that this
 * server itself serves on this machine may; a name that only leads to it here is another origin.
 */
export function isAllowedOrigin(
  origin: string | undefined,
  host: string | undefined,
  allowed: readonly string[],
): boolean {
  if (origin === undefined || allowed.includes(origin)) return true;
  return host !== undefined && LOOPBACK.test(host) && origin === `http://${host}`;
}
