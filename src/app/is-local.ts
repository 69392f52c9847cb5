import type { AppOptions } from './app-options.ts';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/;

/** Whether only this machine reaches the server: whoever does is at home here. */
export function isLocal({ host, publicUrl }: Pick<AppOptions, 'host' | 'publicUrl'>): boolean {
  return !publicUrl && LOOPBACK.test(host);
}
