import { useState } from 'react';
import type {
  InstancePhase,
  InstanceQuery,
} from '@jimu/plugin-service-broker-common';
import { useSearchParams } from 'react-router-dom';
import { useDebounced } from '../../hooks/useDebounced';

/** Phases that can be filtered by, in the order of an instance's life. */
export const PHASES: InstancePhase[] = [
  'pending',
  'provisioning',
  'ready',
  'updating',
  'degraded',
  'failed',
  'deleting',
];

export const FILTERS = ['tenant', 'environment', 'offering', 'phase'] as const;
export type Filter = (typeof FILTERS)[number];
type SortKey = NonNullable<InstanceQuery['sort']>;

const SORTS: SortKey[] = ['name', 'createdAt', 'phase'];
const PAGE_SIZE = 25;
const SETTLE_MS = 250;

const oneOf = <T extends string>(allowed: readonly T[], value: string | null) =>
  allowed.find(candidate => candidate === value);

/** Filters, search, order and page of the list; all but the page live in the address, so that a view can be shared. */
export function useInstanceQuery() {
  const [params, setParams] = useSearchParams();
  // Cursors of the pages before this one; the address does not carry them, because they do not last.
  const [trail, setTrail] = useState<string[]>([]);
  const search = params.get('q') ?? '';
  const settledSearch = useDebounced(search, SETTLE_MS);
  const filters: Partial<Record<Filter, string>> = Object.fromEntries(
    FILTERS.flatMap(filter => {
      const value = params.get(filter);
      return value ? [[filter, value]] : [];
    }),
  );
  const sort = oneOf(SORTS, params.get('sort')) ?? 'createdAt';
  const order =
    oneOf(['asc', 'desc'] as const, params.get('order')) ??
    (sort === 'createdAt' ? 'desc' : 'asc');

  const query: InstanceQuery = {
    ...filters,
    phase: oneOf(PHASES, filters.phase ?? null),
    search: settledSearch.trim() || undefined,
    sort,
    order,
    cursor: trail[trail.length - 1],
    limit: PAGE_SIZE,
  };

  const change = (values: Record<string, string | undefined>) => {
    setTrail([]);
    setParams(
      current => {
        const next = new URLSearchParams(current);
        for (const [key, value] of Object.entries(values)) {
          if (value) next.set(key, value);
          else next.delete(key);
        }
        return next;
      },
      { replace: true },
    );
  };

  return {
    query,
    search,
    filters,
    sort,
    order,
    /** Rows on the pages before this one. */
    offset: trail.length * PAGE_SIZE,
    isFiltered: search !== '' || Object.keys(filters).length > 0,
    setSearch: (value: string) => change({ q: value }),
    setFilter: (filter: Filter, value: string | undefined) =>
      change({ [filter]: value }),
    setSort: (key: SortKey, direction: 'asc' | 'desc') =>
      change({ sort: key, order: direction }),
    clear: () => {
      setTrail([]);
      setParams({}, { replace: true });
    },
    next: (cursor: string) => setTrail(current => [...current, cursor]),
    previous: () => setTrail(current => current.slice(0, -1)),
  };
}

export type InstanceQueryState = ReturnType<typeof useInstanceQuery>;
