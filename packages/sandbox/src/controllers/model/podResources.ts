import type { SandboxObject } from '../../types';
import { addQuantities, largerOf, quantityOf, type Quantity } from './quantity';

export type Amounts = Map<string, Quantity>;

type Side = 'requests' | 'limits';
type Container = { name: string; restartPolicy?: string; resources?: any };

function amountsOf(container: Container, side: Side): Amounts {
  const { resources = {} } = container;
  // A limit without a request is the request too, as the API server fills it in.
  const source =
    side === 'requests'
      ? { ...resources.limits, ...resources.requests }
      : resources.limits;
  return new Map(
    Object.entries(source ?? {}).map(([name, value]) => [
      name,
      quantityOf(value),
    ]),
  );
}

export function mergeAmounts(
  a: Amounts,
  b: Amounts,
  merge: (x: Quantity, y: Quantity) => Quantity,
): Amounts {
  const all = new Map(a);
  for (const [name, amount] of b) {
    const known = all.get(name);
    all.set(name, known ? merge(known, amount) : amount);
  }
  return all;
}

export const addAmounts = (a: Amounts, b: Amounts) =>
  mergeAmounts(a, b, addQuantities);

/** What the scheduler counts for a pod: its containers together, or the largest init container if that is more. */
export function podAmounts(pod: SandboxObject, side: Side): Amounts {
  let total: Amounts = new Map();
  for (const container of pod.spec.containers ?? []) {
    total = addAmounts(total, amountsOf(container, side));
  }
  let sidecars: Amounts = new Map();
  let largestInit: Amounts = new Map();
  for (const container of pod.spec.initContainers ?? []) {
    const own = amountsOf(container, side);
    if (container.restartPolicy === 'Always') {
      sidecars = addAmounts(sidecars, own);
      largestInit = mergeAmounts(largestInit, sidecars, largerOf);
    } else {
      const together = addAmounts(sidecars, own);
      largestInit = mergeAmounts(largestInit, together, largerOf);
    }
  }
  const running = addAmounts(total, sidecars);
  const counted = mergeAmounts(running, largestInit, largerOf);
  return addAmounts(
    counted,
    new Map(
      Object.entries(pod.spec.overhead ?? {}).map(([name, value]) => [
        name,
        quantityOf(value),
      ]),
    ),
  );
}
