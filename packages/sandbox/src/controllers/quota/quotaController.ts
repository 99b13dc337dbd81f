import type { Controller, SandboxObject } from '../../types';
import type { Clock } from '../loop/Clock';
import { defineController } from '../loop/defineController';
import { EveryKind } from '../loop/EveryKind';
import { keyOf, nameOfKey, namespaceOfKey } from '../loop/KeyLoop';
import { formatQuantity } from '../model/quantity';
import { writeStatus } from '../model/status';
import { QUOTA } from './quotaAdmission';
import { QuotaLedger } from './QuotaLedger';
import { countedBy } from './usage';

/** Keeps the status of ResourceQuotas: what is allowed and what is used. */
export function quotaController(clock: Clock): Controller {
  return defineController('resource-quotas', clock, scope => {
    const { api } = scope;
    const everyKind = new EveryKind(scope);
    const ledger = new QuotaLedger(() => api);
    const loop = scope.loopOver(QUOTA, key => {
      const ref = {
        ...QUOTA,
        namespace: namespaceOfKey(key),
        name: nameOfKey(key),
      };
      const quota = api.get(ref);
      if (!quota) return;
      const used = ledger.used(quota);
      writeStatus(api, quota, {
        hard: quota.spec?.hard ?? {},
        used: Object.fromEntries(
          [...used].map(([name, amount]) => [name, formatQuantity(amount)]),
        ),
      });
    });
    everyKind.follow(({ group, plural, namespaced }) => {
      if (!namespaced || plural === 'events') return () => {};
      const isCounted = (quota: SandboxObject) =>
        Object.keys(quota.spec?.hard ?? {}).some(name => {
          const by = countedBy(name);
          return by?.group === group && by.plural === plural;
        });
      return (_type, { metadata: { namespace } }) => {
        for (const quota of api.scan({ ...QUOTA, namespace })) {
          if (isCounted(quota)) loop.add(keyOf(quota));
        }
      };
    });
  });
}
