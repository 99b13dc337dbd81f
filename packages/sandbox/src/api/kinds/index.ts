import { configMapRules, secretRules } from './configuration';
import { customResourceDefinitionRules } from './customResourceDefinitions';
import { cronJobRules, jobRules } from './jobs';
import type { KindRules } from './KindRules';
import { namespaceRules } from './namespaces';
import { podRules } from './pods';
import { networkPolicyRules, roleBindingRules } from './policies';
import { serviceRules } from './services';
import { claimRules, storageClassRules, volumeRules } from './storage';
import {
  autoscalerRules,
  daemonSetRules,
  deploymentRules,
  replicaSetRules,
  statefulSetRules,
} from './workloads';

const rules: Record<string, KindRules> = {
  '/configmaps': configMapRules,
  '/namespaces': namespaceRules,
  '/persistentvolumeclaims': claimRules,
  '/persistentvolumes': volumeRules,
  '/pods': podRules,
  '/secrets': secretRules,
  '/services': serviceRules,
  'apps/daemonsets': daemonSetRules,
  'apps/deployments': deploymentRules,
  'apps/replicasets': replicaSetRules,
  'apps/statefulsets': statefulSetRules,
  'autoscaling/horizontalpodautoscalers': autoscalerRules,
  'batch/cronjobs': cronJobRules,
  'batch/jobs': jobRules,
  'networking.k8s.io/networkpolicies': networkPolicyRules,
  'rbac.authorization.k8s.io/clusterrolebindings': roleBindingRules,
  'rbac.authorization.k8s.io/rolebindings': roleBindingRules,
  'storage.k8s.io/storageclasses': storageClassRules,
  'apiextensions.k8s.io/customresourcedefinitions':
    customResourceDefinitionRules,
};

/** The rules of a kind, by group and plural. */
export function rulesOf(type: { group: string; plural: string }): KindRules {
  return rules[`${type.group}/${type.plural}`] ?? {};
}
