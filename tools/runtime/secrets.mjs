import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Secrets of a laptop installation, made once and kept readable to the owner only: sessions survive a restart and no
 * secret is shared by all who run Jimu.
 */
export function readSecrets(data) {
  const file = path.join(data, 'secrets.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  mkdirSync(data, { recursive: true });
  const secrets = {
    session: randomBytes(32).toString('base64url'),
    userCenterClient: randomBytes(32).toString('base64url'),
  };
  writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
}
