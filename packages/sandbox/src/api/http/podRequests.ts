import { once } from 'node:events';
import { ApiStatusError } from '../ApiStatusError';
import type { LogQuery } from '../pods/PodRuntime';
import type { SandboxObject } from '../../types';
import type { ResourceRequest } from './resourceRequest';

function count(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) {
    throw ApiStatusError.badRequest(
      `${name} must be a whole number, 0 or more`,
    );
  }
  return value;
}

/** The container that a request on a pod is about; throws 400 when that is not clear or there is none of the name. */
export function containerOf(pod: SandboxObject, wanted: string | null): string {
  const names = (list: unknown): string[] =>
    Array.isArray(list) ? list.map(c => c.name) : [];
  const main = names(pod.spec?.containers);
  const init = names(pod.spec?.initContainers);
  const known = [...main, ...init, ...names(pod.spec?.ephemeralContainers)];
  const { name } = pod.metadata;
  if (wanted) {
    if (known.includes(wanted)) return wanted;
    throw ApiStatusError.badRequest(
      `container ${wanted} is not valid for pod ${name}`,
    );
  }
  if (main.length === 1) return main[0];
  throw ApiStatusError.badRequest(
    `a container name must be specified for pod ${name}, choose one of: [${main.join(
      ' ',
    )}]${
      init.length ? ` or one of the init containers: [${init.join(' ')}]` : ''
    }`,
  );
}

function readLogQuery(pod: SandboxObject, query: URLSearchParams): LogQuery {
  const isTrue = (name: string) =>
    ['true', '1'].includes(query.get(name) ?? '');
  const limitBytes = count(query, 'limitBytes');
  if (limitBytes === 0) {
    throw ApiStatusError.badRequest('limitBytes must be greater than 0');
  }
  return {
    container: containerOf(pod, query.get('container')),
    follow: isTrue('follow'),
    previous: isTrue('previous'),
    timestamps: isTrue('timestamps'),
    tailLines: count(query, 'tailLines'),
    limitBytes,
    sinceSeconds: count(query, 'sinceSeconds'),
    sinceTime: query.get('sinceTime') ?? undefined,
  };
}

/** GET of pods/log. */
export async function serveLogs(request: ResourceRequest): Promise<void> {
  const { context, exchange, type, namespace, name } = request;
  const { response } = exchange;
  const pod = context.operations.read(type, namespace, name!).object;
  const query = readLogQuery(pod, exchange.query);
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const lines = context.pods.logs(pod, query, gone.signal);
  if (!lines) {
    throw ApiStatusError.badRequest(
      `container "${query.container}" in pod "${name}" is waiting to start: nothing runs this pod`,
    );
  }
  const head = () =>
    response.writeHead(200, {
      'Content-Type': 'text/plain',
      'Cache-Control': 'no-cache, private',
    });
  let left = query.limitBytes ?? Infinity;
  const iterator = lines[Symbol.asyncIterator]();
  try {
    // Nothing goes out before the runtime has answered: its refusal must still become a Status.
    let next = query.follow ? undefined : await iterator.next();
    if (query.follow) {
      const first = iterator.next();
      const early = await Promise.race([
        first,
        new Promise<undefined>(resolve => setTimeout(resolve, 50)),
      ]);
      head();
      response.flushHeaders();
      next = early ?? (await first);
    } else {
      head();
    }
    while (next && !next.done && !gone.signal.aborted && left > 0) {
      const chunk = Buffer.from(`${next.value}\n`).subarray(0, left);
      left -= chunk.length;
      if (!response.write(chunk)) {
        await Promise.race([once(response, 'drain'), once(response, 'close')]);
      }
      if (left > 0) next = await iterator.next();
    }
  } finally {
    await iterator.return?.();
  }
  response.end();
}

/** POST of pods/eviction: deletes the pod unless a disruption budget forbids it. */
export function evictPod(request: ResourceRequest, dryRun: boolean): void {
  const { context, type, namespace, name } = request;
  const pod = context.operations.read(type, namespace, name!).object;
  const budgets = context.operations.store.list(
    'policy/poddisruptionbudgets',
    namespace,
  );
  const holding = budgets.find(({ object }) => {
    const wanted = Object.entries(object.spec?.selector?.matchLabels ?? {});
    return (
      wanted.length > 0 &&
      wanted.every(([key, value]) => pod.metadata.labels?.[key] === value) &&
      (object.status?.disruptionsAllowed ?? 0) <= 0
    );
  });
  if (holding) {
    throw new ApiStatusError(
      429,
      'TooManyRequests',
      "Cannot evict pod as it would violate the pod's disruption budget.",
      {
        causes: [
          {
            reason: 'DisruptionBudget',
            message: `The disruption budget ${holding.object.metadata.name} does not allow evicting pods currently`,
          },
        ],
      },
    );
  }
  context.operations.delete(type, namespace, name!, { dryRun });
}
