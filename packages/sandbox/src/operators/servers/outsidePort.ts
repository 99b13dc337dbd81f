import { hasLabels } from '../../controllers/model/labels';
import type { SandboxApi, SandboxObject } from '../../types';

const isOutside = (service: SandboxObject) =>
  service.spec.type === 'NodePort' || service.spec.type === 'LoadBalancer';

/** Whether a Service lets clients in from outside the cluster, so that a server may have to listen elsewhere. */
export const concernsOutside = isOutside;

/**
 * The node port under which clients outside reach pods with these labels: that of the first Service, by name, of type
 * NodePort or LoadBalancer that selects them and has this port. A real server listens there on loopback.
 */
export function outsidePort(
  api: SandboxApi,
  namespace: string,
  labels: Record<string, string>,
  port: number,
): number | undefined {
  const ports = api
    .list({ apiVersion: 'v1', kind: 'Service', namespace })
    .filter(
      service =>
        isOutside(service) &&
        !service.metadata.deletionTimestamp &&
        Object.keys(service.spec.selector ?? {}).length > 0 &&
        hasLabels(service.spec.selector, labels),
    )
    .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
    .map(
      service =>
        service.spec.ports.find(
          (each: { port: number; nodePort?: number }) => each.port === port,
        )?.nodePort as number | undefined,
    );
  return ports.find(each => each !== undefined);
}
