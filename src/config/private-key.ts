import { createPrivateKey } from 'node:crypto';
import { err, ok, type Result } from '../core/result.ts';

/**
 * Reads an App's private key: a PEM, a PEM on one line with `\n` written out, or a PEM in base64. The error is a
 * sentence that follows the name of the setting; it holds nothing of the key.
 */
export function parsePrivateKey(text: string): Result<string, string> {
  const pem = pemOf(text.trim().replace(/^(["'])(.*)\1$/s, '$2'));
  if (pem === null) {
    return err('is no private key; paste the whole .pem file that GitHub gave you, or that file in base64');
  }
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'rsa') return ok(pem);
    return err(`is a key of type ${key.asymmetricKeyType}; GitHub Apps have RSA keys`);
  } catch {
    return err(
      'looks like a PEM but cannot be read; it is cut off or its line ends are lost. Paste it again, or use PRIVATE_KEY_PATH',
    );
  }
}

function pemOf(text: string): string | null {
  const unfolded = text.replaceAll('\\n', '\n');
  if (isPem(unfolded)) return `${unfolded.trim()}\n`;
  const decoded = Buffer.from(text, 'base64').toString('utf8');
  return isPem(decoded) ? `${decoded.trim()}\n` : null;
}

function isPem(text: string): boolean {
  return text.includes('-----BEGIN') && text.includes('PRIVATE KEY-----');
}
