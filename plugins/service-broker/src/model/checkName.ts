import type { OfferingView } from '@jimu/plugin-service-broker-common';
import { checkText, Finding } from './checkParameter';

/** The rules of an instance's name that need no server: required, length, pattern. */
export function checkName(
  naming: OfferingView['naming'],
  name: string,
): Finding | undefined {
  if (name === '') return { code: 'required' };
  const finding = checkText(name, naming);
  if (finding?.code === 'max-length') {
    return { code: 'name-too-long', params: { maxLength: naming.maxLength } };
  }
  return finding && { code: 'name-pattern', params: finding.params };
}

const BINDING_NAMING = {
  pattern: '^[a-z]([-a-z0-9]*[a-z0-9])?$',
  maxLength: 63,
};

/** The same for a binding, whose name is a label that only people read. */
export function checkBindingName(name: string): Finding | undefined {
  return checkName(BINDING_NAMING, name);
}
