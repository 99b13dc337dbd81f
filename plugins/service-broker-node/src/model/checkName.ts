import type { Problem } from '@jimu/plugin-service-broker-common';
import type { NamingSpec } from '../schema/OfferingSpec';
import { RESOURCE_NAME_OVERHEAD } from './names';

/** What people may call an instance: the operator's limit less what `resourceName` adds. */
export function userNaming(naming: NamingSpec): NamingSpec {
  return {
    pattern: naming.pattern,
    maxLength: naming.maxLength - RESOURCE_NAME_OVERHEAD,
  };
}

/** What is wrong with a name for an instance. */
export function checkName(naming: NamingSpec, name: unknown): Problem[] {
  const { pattern, maxLength } = userNaming(naming);
  const problem = (
    code: string,
    message: string,
    params?: Problem['params'],
  ): Problem[] => [{ code, field: 'name', message, ...(params && { params }) }];
  if (typeof name !== 'string') {
    return problem('type', 'must be a text', { type: 'string' });
  }
  if (name === '') return problem('required', 'is required');
  if (name.length > maxLength) {
    return problem(
      'name-too-long',
      `must have at most ${maxLength} characters`,
      { maxLength },
    );
  }
  if (!new RegExp(pattern, 'u').test(name)) {
    return problem(
      'name-pattern',
      'must consist of lower case letters, digits and dashes, begin with a letter and end with a letter or digit',
      { pattern },
    );
  }
  return [];
}
