import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { exportJWK, generateKeyPair, JWK } from 'jose';

/** What the user center signs with. */
export interface UserCenterKeys {
  /** Signs ID tokens. */
  jwks: { keys: JWK[] };
  /** Signs cookies. */
  cookieKeys: string[];
  /** Signs the tokens of forms. */
  formKey: string;
}

/**
 * Reads the keys from a file, or makes the file (mode 600), so that sessions outlive a restart.
 *
 * @throws Error that names the file when it holds no keys.
 */
export async function persistentKeys(file: string): Promise<UserCenterKeys> {
  if (existsSync(file)) return readKeys(file);
  const keys = await generateKeys();
  // Under another name first: a crash must not leave half a file.
  writeFileSync(`${file}.new`, JSON.stringify(keys), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return keys;
}

function readKeys(file: string): UserCenterKeys {
  try {
    const keys = JSON.parse(readFileSync(file, 'utf8')) as UserCenterKeys;
    if (keys.jwks.keys.length && keys.cookieKeys.length && keys.formKey) {
      return keys;
    }
    throw new Error('it holds no keys');
  } catch (error) {
    throw new Error(
      `${file} cannot be used (${error}). Delete it: everyone signs in anew.`,
    );
  }
}

async function generateKeys(): Promise<UserCenterKeys> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return {
    jwks: {
      keys: [
        {
          ...(await exportJWK(privateKey)),
          kid: randomBytes(8).toString('hex'),
          use: 'sig',
          alg: 'RS256',
        },
      ],
    },
    cookieKeys: [randomBytes(32).toString('base64url')],
    formKey: randomBytes(32).toString('base64url'),
  };
}
