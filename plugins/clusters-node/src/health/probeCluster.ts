import { ClusterError, isClusterError } from '../ClusterError';
import type { ClusterHttp } from '../http/ClusterHttp';
import type { ProbeAnswer } from './HealthProber';

export const PROBE_DEADLINE_MS = 5_000;

/** Asks an API server whether it is ready, and which version it is. */
export async function probeCluster(
  http: ClusterHttp,
  signal: AbortSignal,
): Promise<ProbeAnswer> {
  const endsAt = performance.now() + PROBE_DEADLINE_MS;
  const version = await http.send({
    method: 'GET',
    path: '/version',
    repeatable: false,
    signal,
    deadlineMs: PROBE_DEADLINE_MS,
  });
  try {
    await http.sendForText({
      method: 'GET',
      path: '/readyz',
      repeatable: false,
      signal,
      deadlineMs: Math.max(1, Math.ceil(endsAt - performance.now())),
    });
  } catch (error) {
    // Who may not ask, or an API server that does not know the question, has still answered the first one.
    const answered =
      isClusterError(error) && (error.status === 403 || error.status === 404);
    if (!answered) {
      throw notReady(http.cluster, error);
    }
  }
  return {
    version:
      typeof version?.gitVersion === 'string' ? version.gitVersion : undefined,
  };
}

function notReady(cluster: string, error: unknown): unknown {
  return isClusterError(error) && error.status !== undefined
    ? new ClusterError({
        cluster,
        name: 'ServiceUnavailableError',
        status: error.status,
        message: `Cluster ${cluster} answers, but says that it is not ready (${error.status})`,
      })
    : error;
}
