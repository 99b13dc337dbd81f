import {
  randomBytes,
  scrypt as scryptCallback,
  timingSafeEqual,
} from 'node:crypto';
import { promisify } from 'node:util';

const scrypt = promisify<string, Buffer, number, Buffer>(scryptCallback);
const HASH_BYTES = 32;

/** A salted scrypt hash. */
export interface PasswordHash {
  salt: Buffer;
  hash: Buffer;
}

/** The documented password of a sample account: `jimu-` and the first part of its name. */
export function samplePassword(username: string): string {
  return `jimu-${username.split('.')[0]}`;
}

export async function hashPassword(password: string): Promise<PasswordHash> {
  const salt = randomBytes(16);
  return { salt, hash: await scrypt(password, salt, HASH_BYTES) };
}

export async function verifyPassword(
  password: string,
  { salt, hash }: PasswordHash,
): Promise<boolean> {
  return timingSafeEqual(await scrypt(password, salt, HASH_BYTES), hash);
}
