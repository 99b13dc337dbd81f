import { ClusterError, isClusterError } from '../ClusterError';
import type { ClusterHttp } from '../http/ClusterHttp';
import type { ProbeAnswer } from './HealthProber';

const PROBE_DEADLINE_MS = 5_000;

/**
 * Asks an API server whether it is ready, and which version it is unless that is known.
 *
 * @throws ClusterError when it does not answer within five seconds or is not ready
 */
export async function probeCluster(
  http: ClusterHttp,
  knownVersion: string | undefined,
  signal: AbortSignal,
): Promise<ProbeAnswer> {
  const startedAt = performance.now();
  const elapsed = () => performance.now() - startedAt;
  await askReadiness(http, signal);
  const latencyMs = Math.round(elapsed() * 10) / 10;
  if (knownVersion) {
    return { version: knownVersion, latencyMs };
  }
  const answer = await http.send({
    method: 'GET',
    path: '/version',
    repeatable: true,
    signal,
    deadlineMs: Math.max(1, Math.ceil(PROBE_DEADLINE_MS - elapsed())),
  });
  return {
    version:
      typeof answer?.gitVersion === 'string' ? answer.gitVersion : undefined,
    latencyMs,
  };
}

async function askReadiness(http: ClusterHttp, signal: AbortSignal) {
  try {
    await http.sendForText({
      method: 'GET',
      path: '/readyz',
      repeatable: true,
      signal,
      deadlineMs: PROBE_DEADLINE_MS,
    });
  } catch (error) {
    if (!isClusterError(error) || error.status === undefined) {
      throw error;
    }
    if (error.status === 401) {
      throw error;
    }
    // Who may not ask, or an API server that does not know the question, has still been answered.
    if (error.status !== 403 && error.status !== 404) {
      throw new ClusterError({
        cluster: http.cluster,
        name: 'ServiceUnavailableError',
        status: error.status,
        message: `Cluster ${http.cluster} answers, but says that it is not ready (${error.status})`,
      });
    }
  }
}
