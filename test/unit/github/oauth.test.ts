import { expect, it } from 'vitest';
import { createOAuth } from '../../../src/github/create-oauth.ts';

/** The example of RFC 7636, appendix B. */
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const CREDENTIALS = { clientId: 'Iv1.x', clientSecret: 'secret', callbackUrl: null };

it.each([
  ['https://api.github.com', 'https://github.com/login/oauth/authorize'],
  ['https://ghe.acme.com/api/v3', 'https://ghe.acme.com/login/oauth/authorize'],
  ['https://api.acme.ghe.com', 'https://acme.ghe.com/login/oauth/authorize'],
])('people of %s sign in at %s', (baseUrl, page) => {
  const url = createOAuth({ ...CREDENTIALS, baseUrl }).authorizeUrl({ state: 's', verifier: VERIFIER });
  expect(url).toMatch(new RegExp(`^${page.replaceAll('.', String.raw`\.`)}\\?client_id=Iv1\\.x&state=s&`));
  // What the verifier hashes to, and never the verifier or the secret.
  expect(url).toContain(
    'code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256',
  );
  expect(url).not.toContain(VERIFIER);
  expect(url).not.toContain('secret');
});
