import { isIP } from 'node:net';
import { z } from 'zod';

/** Who may ask from where, and how often a minute. */
export interface HardeningSettings {
  readonly origins: readonly string[];
  readonly proxies: readonly string[];
  readonly perToken: number;
  readonly perAddress: number;
}

export const HARDENING_FIELDS = {
  CORS_ORIGINS: z.string().transform(origins).default([]),
  TRUST_PROXY: z.string().transform(networks).default([]),
  RATE_PER_TOKEN: rate(600),
  RATE_PER_ADDRESS: rate(3_000),
};

type Fields = { readonly [Name in keyof typeof HARDENING_FIELDS]: z.output<(typeof HARDENING_FIELDS)[Name]> };

export function hardeningOf(fields: Fields): HardeningSettings {
  return {
    origins: fields.CORS_ORIGINS,
    proxies: fields.TRUST_PROXY,
    perToken: fields.RATE_PER_TOKEN,
    perAddress: fields.RATE_PER_ADDRESS,
  };
}

/** Requests a minute. */
function rate(byDefault: number) {
  return z
    .string()
    .regex(/^[1-9]\d{0,6}$/, 'is no number of requests a minute from 1 to 9999999')
    .transform(Number)
    .default(byDefault);
}

function origins(text: string, context: z.RefinementCtx): readonly string[] {
  const named = listed(text);
  // What a browser sends is exactly this: no path, no slash at the end, no port that goes without saying.
  const odd = named.filter(
    (one) => !/^https?:/.test(one) || !URL.canParse(one) || new URL(one).origin !== one,
  );
  if (odd.length > 0)
    context.addIssue(`names what is no origin: ${odd.join(', ')}; one looks like https://board.example.com`);
  return named;
}

function networks(text: string, context: z.RefinementCtx): readonly string[] {
  const named = listed(text);
  const odd = named.filter((one) => !isNetwork(one));
  if (odd.length > 0)
    context.addIssue(`names what is no address or network: ${odd.join(', ')}; one looks like 10.0.0.0/8`);
  return named;
}

function isNetwork(text: string): boolean {
  const [address = '', bits, more] = text.split('/');
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return (
    most > 0 && more === undefined && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most))
  );
}

function listed(text: string): readonly string[] {
  return text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}
