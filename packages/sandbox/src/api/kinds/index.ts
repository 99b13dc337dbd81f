import type { KindRules } from './KindRules';
import { namespaceRules } from './namespaces';

const rules: Record<string, KindRules> = {
  '/namespaces': namespaceRules,
};

/** The rules of a kind, by group and plural. */
export function rulesOf(type: { group: string; plural: string }): KindRules {
  return rules[`${type.group}/${type.plural}`] ?? {};
}
