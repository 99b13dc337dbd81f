import { createHash } from 'node:crypto';
import type { JsonObject } from '@backstage/types';
import type { BindingContext } from '../types';

const INSTANCE_SUFFIX_LENGTH = 5;
const BINDING_SUFFIX_LENGTH = 6;

/** What `resourceName` adds to the name that people gave: a dash and the suffix. */
export const RESOURCE_NAME_OVERHEAD = INSTANCE_SUFFIX_LENGTH + 1;
/** What `bindingResourceName` adds to the instance's resource name. */
export const BINDING_NAME_OVERHEAD = BINDING_SUFFIX_LENGTH + 1;
/** Longest name of an object that also names Services and carries derived suffixes. */
export const MAX_DNS_LABEL = 63;

/** Letters first, so that the suffix may stand alone as a DNS label. */
function suffix(seed: string, length: number): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  const alphabet = `${letters}0123456789`;
  let rest = BigInt(`0x${createHash('sha256').update(seed).digest('hex')}`);
  let result = '';
  while (result.length < length) {
    const from = result === '' ? letters : alphabet;
    result += from[Number(rest % BigInt(from.length))];
    rest /= BigInt(from.length);
  }
  return result;
}

/**
 * Name of an instance's objects in the cluster: the name people gave it and five characters of its id, so that a name can be
 * ordered again while its former bearer is still being deleted.
 */
export function resourceName(name: string, instanceId: string): string {
  return `${name}-${suffix(instanceId, INSTANCE_SUFFIX_LENGTH)}`;
}

/** Name of a binding's objects in the cluster. */
export function bindingResourceName(
  instanceResourceName: string,
  bindingId: string,
): string {
  return `${instanceResourceName}-${suffix(bindingId, BINDING_SUFFIX_LENGTH)}`;
}

/** Account name for a binding: `u` and 12 hexadecimal digits. Not a secret. */
export function bindingUsername(bindingId: string): string {
  return `u${createHash('sha256')
    .update(bindingId)
    .digest('hex')
    .slice(0, 12)}`;
}

/** What expressions see of a binding; everything but the parameters follows from the two names. */
export function bindingContext(
  instanceResourceName: string,
  bindingId: string,
  params: JsonObject,
): BindingContext {
  const name = bindingResourceName(instanceResourceName, bindingId);
  return {
    id: bindingId,
    name,
    secretName: name,
    username: bindingUsername(bindingId),
    params,
  };
}
