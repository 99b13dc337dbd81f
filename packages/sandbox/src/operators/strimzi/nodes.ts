import type { SandboxObject } from '../../types';

/** The nodes of a pool. */
export interface PoolNodes {
  pool: SandboxObject;
  /** Ascending. */
  ids: number[];
  isBroker: boolean;
  isController: boolean;
}

export const hasRole = (pool: SandboxObject, role: 'broker' | 'controller') =>
  (pool.spec.roles as string[]).includes(role);

/**
 * Gives each pool as many node ids as it asks for: it keeps those it has, gets the lowest free ones of the whole cluster, and
 * gives the highest back.
 */
export function assignNodes(
  pools: SandboxObject[],
  current: (pool: SandboxObject) => number[],
  replicas: (pool: SandboxObject) => number = pool => pool.spec.replicas,
): PoolNodes[] {
  const used = new Set(pools.flatMap(current));
  const free = () => {
    let id = 0;
    while (used.has(id)) id += 1;
    used.add(id);
    return id;
  };
  // Controllers come first, as in the operator's own examples, so that brokers are numbered behind them.
  const ordered = [...pools].sort(
    (a, b) =>
      Number(hasRole(a, 'broker')) - Number(hasRole(b, 'broker')) ||
      (a.metadata.name < b.metadata.name ? -1 : 1),
  );
  return ordered.map(pool => {
    const wanted = replicas(pool);
    const ids = [...current(pool)].sort((a, b) => a - b).slice(0, wanted);
    while (ids.length < wanted) ids.push(free());
    return {
      pool,
      ids: ids.sort((a, b) => a - b),
      isBroker: hasRole(pool, 'broker'),
      isController: hasRole(pool, 'controller'),
    };
  });
}
