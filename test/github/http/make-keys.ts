import { generateKeyPair } from 'node:crypto';

interface Keys {
  readonly publicKey: string;
  readonly privateKey: string;
}

let keys: Promise<Keys> | undefined;

/** The App's RSA pair, made once for each process: making one takes 50 to 300 ms. */
export function makeKeys(): Promise<Keys> {
  keys ??= new Promise((resolve, reject) => {
    const options = {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki' as const, format: 'pem' as const },
      privateKeyEncoding: { type: 'pkcs8' as const, format: 'pem' as const },
    };
    generateKeyPair('rsa', options, (error, publicKey, privateKey) => {
      if (error) reject(error);
      else resolve({ publicKey, privateKey });
    });
  });
  return keys;
}
