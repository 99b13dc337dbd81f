import type { KindRules } from './KindRules';
import { customResourceDefinitionRules } from './customResourceDefinitions';
import { namespaceRules } from './namespaces';

const rules: Record<string, KindRules> = {
  '/namespaces': namespaceRules,
  'apiextensions.k8s.io/customresourcedefinitions':
    customResourceDefinitionRules,
};

/** The rules of a kind, by group and plural. */
export function rulesOf(type: { group: string; plural: string }): KindRules {
  return rules[`${type.group}/${type.plural}`] ?? {};
}
