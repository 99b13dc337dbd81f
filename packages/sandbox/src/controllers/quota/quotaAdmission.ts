import { ApiStatusError } from '../../api/ApiStatusError';
import type { AdmissionPlugin } from '../../api/contracts';
import type { SandboxApi, SandboxObject } from '../../types';
import { podAmounts } from '../model/podResources';
import {
  addQuantities,
  formatQuantity,
  isMore,
  ZERO,
  type Quantity,
} from '../model/quantity';
import type { QuotaLedger } from './QuotaLedger';
import {
  countedBy,
  hardOf,
  isInScopes,
  mustBeStated,
  usageOf,
  type Counted,
} from './usage';

export const QUOTA = { apiVersion: 'v1', kind: 'ResourceQuota' } as const;

const format = (amounts: Map<string, Quantity>, names: string[]) =>
  [...names]
    .sort()
    .map(name => `${name}=${formatQuantity(amounts.get(name) ?? ZERO)}`)
    .join(',');

/** Containers of a pod that leave an amount open which the quota limits. */
function unstated(pod: SandboxObject, name: string): boolean {
  const [side, amount] = name.includes('.')
    ? (name.split('.') as ['requests' | 'limits', string])
    : (['requests', name] as const);
  return [
    ...(pod.spec.containers ?? []),
    ...(pod.spec.initContainers ?? []),
  ].some(container => {
    const alone = { ...pod, spec: { containers: [container] } };
    return !podAmounts(alone, side).has(amount);
  });
}

/** `must specify limits.cpu for: web; requests.memory for: web` */
function missingStatements(
  pod: SandboxObject,
  names: string[],
): string | undefined {
  const open = names
    .filter(name => mustBeStated(name) && unstated(pod, name))
    .sort();
  if (!open.length) return undefined;
  const containersOf = (name: string) =>
    [...(pod.spec.containers ?? []), ...(pod.spec.initContainers ?? [])]
      .filter(c => unstated({ ...pod, spec: { containers: [c] } }, name))
      .map(c => c.name)
      .join(',');
  return `must specify ${open
    .map(name => `${name} for: ${containersOf(name)}`)
    .join('; ')}`;
}

/** Refuses what would go over a ResourceQuota of the namespace. */
export function quotaAdmission(
  getApi: () => SandboxApi,
  ledger: QuotaLedger,
): AdmissionPlugin {
  return {
    name: 'ResourceQuota',
    admit({ operation, group, plural, subresource, object, oldObject }) {
      const { namespace, name } = object.metadata;
      if (operation === 'DELETE' || subresource || !namespace) return object;
      const counted: Counted = { group, plural };
      const quotas = getApi().scan({ ...QUOTA, namespace });
      for (const quota of quotas) {
        check(ledger, quota, counted, object, oldObject, why => {
          throw ApiStatusError.forbidden(counted, name, why);
        });
      }
      return object;
    },
  };
}

const difference = (a: Quantity, b: Quantity | undefined): Quantity =>
  b ? { ...a, nano: a.nano - b.nano } : a;

function check(
  ledger: QuotaLedger,
  quota: SandboxObject,
  counted: Counted,
  object: SandboxObject,
  oldObject: SandboxObject | undefined,
  refuse: (why: string) => never,
): void {
  if (!isInScopes(quota, object, counted)) return;
  const hard = hardOf(quota);
  const names = [...hard.keys()].filter(name => {
    const by = countedBy(name);
    return by?.group === counted.group && by.plural === counted.plural;
  });
  if (!names.length) return;
  const isPod = counted.group === '' && counted.plural === 'pods';
  if (isPod && !oldObject) {
    const missing = missingStatements(object, names);
    if (missing) refuse(`failed quota: ${quota.metadata.name}: ${missing}`);
  }
  const wanted = usageOf(object, counted);
  const before =
    oldObject && isInScopes(quota, oldObject, counted)
      ? usageOf(oldObject, counted)
      : new Map<string, Quantity>();
  const grown = names.filter(name =>
    isMore(wanted.get(name) ?? ZERO, before.get(name) ?? ZERO),
  );
  if (!grown.length) return;
  const used = ledger.used(quota, {
    ...counted,
    name: object.metadata.name,
  });
  const exceeded = grown.filter(name =>
    isMore(
      addQuantities(used.get(name) ?? ZERO, wanted.get(name) ?? ZERO),
      hard.get(name)!,
    ),
  );
  if (!exceeded.length) return;
  const requested = new Map(
    exceeded.map(name => [
      name,
      difference(wanted.get(name) ?? ZERO, before.get(name)),
    ]),
  );
  const usedNow = new Map(
    exceeded.map(name => [
      name,
      addQuantities(used.get(name) ?? ZERO, before.get(name) ?? ZERO),
    ]),
  );
  refuse(
    `exceeded quota: ${quota.metadata.name}, requested: ${format(
      requested,
      exceeded,
    )}, used: ${format(usedNow, exceeded)}, limited: ${format(hard, exceeded)}`,
  );
}
