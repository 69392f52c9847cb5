import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Whether `header` (`sha256=` and 64 hexadecimal digits) is the HMAC of exactly `body` under one of `secrets`.
 * Source: GitHub docs, "Validating webhook deliveries".
 */
export function verifySignature(body: Buffer, header: string, secrets: readonly string[]): boolean {
  if (!/^sha256=[0-9a-f]{64}$/.test(header)) return false;
  const given = Buffer.from(header.slice('sha256='.length), 'hex');
  // Every secret is tried, so that the time taken does not tell which one matched.
  let verified = false;
  for (const secret of secrets) {
    const expected = createHmac('sha256', secret).update(body).digest();
    if (timingSafeEqual(expected, given)) verified = true;
  }
  return verified;
}
