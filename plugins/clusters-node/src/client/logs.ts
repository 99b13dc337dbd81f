import type { Readable } from 'node:stream';
import type { ClusterHttp } from '../http/ClusterHttp';
import type { ClusterIdentity, LogQuery } from '../types';
import { objectPath } from './paths';
import { podResource } from './podResource';

/** Opens a container's log. */
export async function logStream(
  http: ClusterHttp,
  query: LogQuery,
  options: { signal?: AbortSignal; as?: ClusterIdentity },
): Promise<Readable> {
  return http.stream({
    method: 'GET',
    path: objectPath(podResource, query.pod, query.namespace, 'log'),
    query: {
      container: query.container,
      follow: query.follow,
      previous: query.previous,
      tailLines: query.tailLines,
      sinceSeconds: query.sinceSeconds,
      timestamps: query.timestamps,
    },
    ...options,
  });
}
