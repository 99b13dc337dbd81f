import { createHash, randomBytes } from 'node:crypto';
import type { SandboxObject } from '../../types';

/** Owner reference of a controller on what it makes. */
export function ownedBy(owner: SandboxObject) {
  return [
    {
      apiVersion: owner.apiVersion,
      kind: owner.kind,
      name: owner.metadata.name,
      uid: owner.metadata.uid!,
      controller: true,
      blockOwnerDeletion: true,
    },
  ];
}

/** Whether `object` has `owner` among its owners. */
export const isOwnedBy = (object: SandboxObject, owner: SandboxObject) =>
  (object.metadata.ownerReferences ?? []).some(
    reference => reference.uid === owner.metadata.uid,
  );

/** Keys of the owners of one kind; for following what a controller made. */
export const ownerKeys = (kind: string) => (object: SandboxObject) =>
  (object.metadata.ownerReferences ?? [])
    .filter(reference => reference.kind === kind)
    .map(reference => ({
      namespace: object.metadata.namespace ?? '',
      name: reference.name,
    }));

/** Key from a label that names an object of the same namespace. */
export const labelKey = (label: string) => (object: SandboxObject) => {
  const name = object.metadata.labels?.[label];
  return name ? [{ namespace: object.metadata.namespace ?? '', name }] : [];
};

/** Decoded value of a Secret, if it has the key. */
export function secretValue(
  secret: SandboxObject | undefined,
  key: string,
): string | undefined {
  const encoded = secret?.data?.[key];
  return typeof encoded === 'string'
    ? Buffer.from(encoded, 'base64').toString('utf8')
    : undefined;
}

/** `data` of a Secret from plain values. */
export const secretData = (values: Record<string, string | Buffer>) =>
  Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      Buffer.from(value as string).toString('base64'),
    ]),
  );

const alphabet =
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Random letters and digits. */
export function randomPassword(length: number): string {
  let password = '';
  while (password.length < length) {
    for (const byte of randomBytes(length)) {
      // 248 is the largest multiple of 62 in a byte: above it the choice would be uneven.
      if (byte < 248) password += alphabet[byte % alphabet.length];
    }
  }
  return password.slice(0, length);
}

/** Short, stable digest of any JSON value; key order does not matter. */
export function digestOf(value: unknown): string {
  const ordered = JSON.stringify(value, (_, inner) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(
          Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : inner,
  );
  return createHash('sha256')
    .update(ordered ?? '')
    .digest('hex');
}

/** A status condition as Strimzi, CloudNativePG and Percona write it. */
export interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
}

/**
 * `conditions` with the given ones set: the transition time stays where type, status and reason are what they were, so that
 * writing the same condition twice changes nothing.
 */
export function withTransitionTimes(
  wanted: Condition[],
  before: Condition[] | undefined,
  now: string = new Date().toISOString(),
): Condition[] {
  return wanted.map(condition => {
    const old = before?.find(
      c =>
        c.type === condition.type &&
        c.status === condition.status &&
        c.reason === condition.reason,
    );
    return { ...condition, lastTransitionTime: old?.lastTransitionTime ?? now };
  });
}

/** Whether a Pod reports Ready and is not on its way out. */
export const isPodReady = (pod: SandboxObject) =>
  !pod.metadata.deletionTimestamp &&
  (pod.status?.conditions ?? []).some(
    (c: Condition) => c.type === 'Ready' && c.status === 'True',
  );

/** Number at the end of a name such as `data-0-orders-brk-2`. */
export const ordinalOf = (name: string) =>
  Number(name.slice(name.lastIndexOf('-') + 1));
