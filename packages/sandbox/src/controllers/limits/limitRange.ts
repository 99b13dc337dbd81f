import type { SandboxObject } from '../../types';
import { podAmounts } from '../model/podResources';
import {
  formatQuantity,
  isMore,
  parseQuantity,
  quantityOf,
  type Quantity,
} from '../model/quantity';

type Values = Record<string, string | number>;

/** One entry of `spec.limits` of a LimitRange. */
export interface LimitItem {
  type: 'Container' | 'Pod' | 'PersistentVolumeClaim';
  default?: Values;
  defaultRequest?: Values;
  min?: Values;
  max?: Values;
  maxLimitRequestRatio?: Values;
}

export const limitItems = (
  ranges: readonly SandboxObject[],
  type: LimitItem['type'],
): LimitItem[] =>
  ranges.flatMap(range =>
    ((range.spec?.limits ?? []) as LimitItem[]).filter(l => l.type === type),
  );

/** What a container gets that states nothing: the maximum or minimum stand in for a default that is not given. */
function defaultsOf(item: LimitItem): { limits: Values; requests: Values } {
  const limits = { ...item.max, ...item.default };
  return {
    limits,
    requests: { ...item.min, ...limits, ...item.defaultRequest },
  };
}

const listed = (names: string[]) => names.sort().join(', ');

/** Fills limits and requests in where a container leaves them open. Changes `pod`. */
export function applyDefaults(
  pod: SandboxObject,
  ranges: readonly SandboxObject[],
): void {
  const notes: string[] = [];
  const lists: [string, any[]][] = [
    ['container', pod.spec.containers ?? []],
    ['init container', pod.spec.initContainers ?? []],
  ];
  for (const [title, containers] of lists) {
    for (const container of containers) {
      const given = container.resources ?? {};
      const limits: Values = { ...given.limits };
      // The API server itself takes a limit for the request that is not stated.
      const requests: Values = { ...given.limits, ...given.requests };
      const added = { request: [] as string[], limit: [] as string[] };
      for (const item of limitItems(ranges, 'Container')) {
        const defaults = defaultsOf(item);
        for (const [name, value] of Object.entries(defaults.limits)) {
          if (limits[name] !== undefined) continue;
          limits[name] = value;
          added.limit.push(name);
        }
        for (const [name, value] of Object.entries(defaults.requests)) {
          if (requests[name] !== undefined) continue;
          requests[name] = value;
          added.request.push(name);
        }
      }
      for (const [side, names] of Object.entries(added)) {
        if (names.length) {
          notes.push(`${listed(names)} ${side} for ${title} ${container.name}`);
        }
      }
      const resources = {
        ...given,
        ...(Object.keys(limits).length ? { limits } : {}),
        ...(Object.keys(requests).length ? { requests } : {}),
      };
      if (Object.keys(resources).length) container.resources = resources;
    }
  }
  if (notes.length) {
    pod.metadata.annotations = {
      ...pod.metadata.annotations,
      'kubernetes.io/limit-ranger': `LimitRanger plugin set: ${notes.join(
        '; ',
      )}`,
    };
  }
}

type Amounts = ReadonlyMap<string, Quantity>;

function violations(
  item: LimitItem,
  requests: Amounts,
  limits: Amounts,
): string[] {
  const { type } = item;
  const isClaim = type === 'PersistentVolumeClaim';
  const found: string[] = [];
  for (const [name, value] of Object.entries(item.min ?? {})) {
    const request = requests.get(name);
    const bound = `minimum ${name} usage per ${type} is ${value}`;
    if (!request) found.push(`${bound}.  No request is specified`);
    else if (isMore(quantityOf(value), request)) {
      found.push(`${bound}, but request is ${formatQuantity(request)}`);
    }
  }
  for (const [name, value] of Object.entries(item.max ?? {})) {
    const amount = isClaim ? requests.get(name) : limits.get(name);
    const side = isClaim ? 'request' : 'limit';
    const bound = `maximum ${name} usage per ${type} is ${value}`;
    if (!amount) found.push(`${bound}.  No ${side} is specified`);
    else if (isMore(amount, quantityOf(value))) {
      found.push(`${bound}, but ${side} is ${formatQuantity(amount)}`);
    }
  }
  for (const [name, value] of Object.entries(item.maxLimitRequestRatio ?? {})) {
    const request = requests.get(name);
    const limit = limits.get(name);
    const bound = `${name} max limit to request ratio per ${type} is ${value}`;
    if (!request || !limit || request.nano === 0n) {
      found.push(`${bound}, but no request is specified or request is 0.`);
    } else {
      const ratio = Number(limit.nano) / Number(request.nano);
      const most = Number(parseQuantity(value)?.nano ?? 0n) / 1e9;
      if (ratio > most) {
        found.push(`${bound}, but provided ratio is ${ratio.toFixed(6)}`);
      }
    }
  }
  return found;
}

const amountsOf = (values: Values | undefined): Amounts =>
  new Map(
    Object.entries(values ?? {}).map(([name, value]) => [
      name,
      quantityOf(value),
    ]),
  );

/** How a pod goes beyond its namespace's limit ranges. */
export function podViolations(
  pod: SandboxObject,
  ranges: readonly SandboxObject[],
): string[] {
  const containers = [
    ...(pod.spec.containers ?? []),
    ...(pod.spec.initContainers ?? []),
  ];
  return [
    ...limitItems(ranges, 'Container').flatMap(item =>
      containers.flatMap(({ resources }) =>
        violations(
          item,
          amountsOf(resources?.requests),
          amountsOf(resources?.limits),
        ),
      ),
    ),
    ...limitItems(ranges, 'Pod').flatMap(item =>
      violations(item, podAmounts(pod, 'requests'), podAmounts(pod, 'limits')),
    ),
  ];
}

/** How a claim goes beyond its namespace's limit ranges. */
export function claimViolations(
  claim: SandboxObject,
  ranges: readonly SandboxObject[],
): string[] {
  const requests = amountsOf(claim.spec?.resources?.requests);
  return limitItems(ranges, 'PersistentVolumeClaim').flatMap(item =>
    violations(item, requests, new Map()),
  );
}
