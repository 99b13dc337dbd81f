import { isNotFound } from '../loop/errors';
import { findStoredKind } from '../loop/EveryKind';
import { addQuantities, ZERO, type Quantity } from '../model/quantity';
import type { Amounts } from '../model/podResources';
import type { SandboxApi, SandboxObject } from '../../types';
import { countedBy, hardOf, isInScopes, usageOf, type Counted } from './usage';

/**
 * Counts what a namespace uses, each time from the objects that are there: writes are one at a time, so what it counts in
 * admission cannot change before the write.
 */
export class QuotaLedger {
  /** Stored objects never change, so what one takes up is counted once. */
  private readonly usages = new WeakMap<SandboxObject, Amounts>();

  constructor(private readonly getApi: () => SandboxApi) {}

  /**
   * What the objects in the quota's namespace and scopes use of each name in its `hard`.
   *
   * @param without - an object that is not counted, by name, because it is about to be replaced
   */
  used(
    quota: SandboxObject,
    without?: Counted & { name: string },
  ): Map<string, Quantity> {
    const names = [...hardOf(quota).keys()];
    const used = new Map(names.map(name => [name, ZERO]));
    const kinds = new Map<string, Counted>();
    for (const name of names) {
      const counted = countedBy(name);
      if (counted) kinds.set(`${counted.group}/${counted.plural}`, counted);
    }
    for (const counted of kinds.values()) {
      const isReplaced =
        without?.group === counted.group && without.plural === counted.plural
          ? without.name
          : undefined;
      for (const object of this.objects(counted, quota.metadata.namespace!)) {
        if (object.metadata.name === isReplaced) continue;
        if (!isInScopes(quota, object, counted)) continue;
        for (const [name, amount] of this.usageOf(object, counted)) {
          const sum = used.get(name);
          if (sum) used.set(name, addQuantities(sum, amount));
        }
      }
    }
    return used;
  }

  private objects(
    counted: Counted,
    namespace: string,
  ): readonly SandboxObject[] {
    const kind = findStoredKind(this.getApi(), counted);
    if (!kind) return [];
    try {
      return this.getApi().scan({ ...kind, namespace });
    } catch (error) {
      if (isNotFound(error)) return [];
      throw error;
    }
  }

  private usageOf(object: SandboxObject, counted: Counted): Amounts {
    let usage = this.usages.get(object);
    if (!usage) {
      usage = usageOf(object, counted);
      this.usages.set(object, usage);
    }
    return usage;
  }
}
