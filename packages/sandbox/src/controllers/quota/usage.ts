import type { SandboxObject } from '../../types';
import { selects, type LabelSelector } from '../model/labels';
import { isFinished } from '../model/pods';
import { podAmounts, type Amounts } from '../model/podResources';
import { countOf, quantityOf, type Quantity } from '../model/quantity';

/** Group and plural of the objects that a quota can count. */
export interface Counted {
  group: string;
  plural: string;
}

const ONE = countOf(1);

/** Plurals of the core group that a quota may name without `count/`. */
const PLAIN_COUNTS = new Set([
  'pods',
  'services',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
]);

const countName = ({ group, plural }: Counted) =>
  group ? `count/${plural}.${group}` : `count/${plural}`;

function podUsage(pod: SandboxObject): Amounts {
  const usage: Amounts = new Map([['count/pods', ONE]]);
  // A pod that has ended only takes up its object; one that is being deleted still runs.
  if (isFinished(pod)) return usage;
  usage.set('pods', ONE);
  for (const [name, amount] of podAmounts(pod, 'requests')) {
    usage.set(`requests.${name}`, amount);
    if (['cpu', 'memory', 'ephemeral-storage'].includes(name)) {
      usage.set(name, amount);
    }
  }
  for (const [name, amount] of podAmounts(pod, 'limits')) {
    usage.set(`limits.${name}`, amount);
  }
  return usage;
}

function claimUsage(claim: SandboxObject): Amounts {
  const storage = quantityOf(claim.spec?.resources?.requests?.storage);
  const usage: Amounts = new Map([
    ['persistentvolumeclaims', ONE],
    ['count/persistentvolumeclaims', ONE],
    ['requests.storage', storage],
  ]);
  const storageClass = claim.spec?.storageClassName;
  if (storageClass) {
    const prefix = `${storageClass}.storageclass.storage.k8s.io`;
    usage.set(`${prefix}/requests.storage`, storage);
    usage.set(`${prefix}/persistentvolumeclaims`, ONE);
  }
  return usage;
}

function serviceUsage(service: SandboxObject): Amounts {
  const usage: Amounts = new Map([
    ['services', ONE],
    ['count/services', ONE],
  ]);
  const {
    type,
    allocateLoadBalancerNodePorts,
    ports = [],
  } = service.spec ?? {};
  const isBalanced = type === 'LoadBalancer';
  if (isBalanced) usage.set('services.loadbalancers', ONE);
  if (
    type === 'NodePort' ||
    (isBalanced && allocateLoadBalancerNodePorts !== false)
  ) {
    usage.set('services.nodeports', countOf(ports.length));
  }
  return usage;
}

/** What one object takes up, by the names that a quota uses. */
export function usageOf(object: SandboxObject, counted: Counted): Amounts {
  if (counted.group === '') {
    if (counted.plural === 'pods') return podUsage(object);
    if (counted.plural === 'persistentvolumeclaims') return claimUsage(object);
    if (counted.plural === 'services') return serviceUsage(object);
  }
  const usage: Amounts = new Map([[countName(counted), ONE]]);
  if (counted.group === '' && PLAIN_COUNTS.has(counted.plural)) {
    usage.set(counted.plural, ONE);
  }
  return usage;
}

const POD_AMOUNTS =
  /^(pods|count\/pods|cpu|memory|ephemeral-storage|hugepages-.*|limits\..*)$/;

/** Which objects a resource name of a quota counts; `undefined` for a name that counts nothing here. */
export function countedBy(name: string): Counted | undefined {
  if (name === 'requests.storage' || name.includes('.storageclass.')) {
    return { group: '', plural: 'persistentvolumeclaims' };
  }
  if (POD_AMOUNTS.test(name) || name.startsWith('requests.')) {
    return { group: '', plural: 'pods' };
  }
  if (name.startsWith('services')) return { group: '', plural: 'services' };
  if (name.startsWith('count/')) {
    const [plural, ...group] = name.slice('count/'.length).split('.');
    return { group: group.join('.'), plural };
  }
  return PLAIN_COUNTS.has(name) ? { group: '', plural: name } : undefined;
}

/** The names of compute amounts that every pod must state when a quota limits them. */
export const mustBeStated = (name: string) =>
  /^(cpu|memory|(requests|limits)\.(cpu|memory))$/.test(name);

interface ScopeRule {
  scopeName: string;
  operator?: string;
  values?: string[];
}

const isBestEffort = (pod: SandboxObject) =>
  podAmounts(pod, 'requests').size === 0 &&
  podAmounts(pod, 'limits').size === 0;

function inScope(pod: SandboxObject, rule: ScopeRule): boolean {
  const { activeDeadlineSeconds, priorityClassName } = pod.spec;
  const isTerminating = typeof activeDeadlineSeconds === 'number';
  switch (rule.scopeName) {
    case 'Terminating':
      return isTerminating;
    case 'NotTerminating':
      return !isTerminating;
    case 'BestEffort':
      return isBestEffort(pod);
    case 'NotBestEffort':
      return !isBestEffort(pod);
    case 'PriorityClass': {
      const expression = {
        key: 'priority',
        operator: (rule.operator ?? 'Exists') as any,
        values: rule.values,
      };
      const selector: LabelSelector = { matchExpressions: [expression] };
      const labels: Record<string, string> = priorityClassName
        ? { priority: priorityClassName }
        : {};
      return selects(selector, labels);
    }
    default:
      return true;
  }
}

/** Whether a quota with scopes speaks of this object. */
export function isInScopes(
  quota: SandboxObject,
  object: SandboxObject,
  counted: Counted,
): boolean {
  const rules: ScopeRule[] = [
    ...(quota.spec?.scopes ?? []).map((scopeName: string) => ({ scopeName })),
    ...(quota.spec?.scopeSelector?.matchExpressions ?? []),
  ];
  if (!rules.length) return true;
  return (
    counted.group === '' &&
    counted.plural === 'pods' &&
    rules.every(rule => inScope(object, rule))
  );
}

export const hardOf = (quota: SandboxObject): Map<string, Quantity> =>
  new Map(
    Object.entries(quota.spec?.hard ?? {}).map(([name, value]) => [
      name,
      quantityOf(value),
    ]),
  );
