import type { SandboxObject } from '../../types';
import { hasLabels } from '../model/labels';
import { isFinished, isPodReady } from '../model/pods';

interface ServicePort {
  name?: string;
  port: number;
  protocol?: string;
  targetPort?: number | string;
  appProtocol?: string;
}

/** A port number of a pod by the name that a container gives it. */
function portOf(pod: SandboxObject, port: ServicePort): number | undefined {
  const target = port.targetPort ?? port.port;
  if (typeof target === 'number') return target;
  for (const container of pod.spec.containers) {
    for (const candidate of container.ports ?? []) {
      const fits =
        candidate.name === target &&
        (candidate.protocol ?? 'TCP') === (port.protocol ?? 'TCP');
      if (fits) return candidate.containerPort;
    }
  }
  return undefined;
}

/** The pods behind a Service: those that fit its selector, have an address, and have not ended. */
export function backendsOf(
  service: SandboxObject,
  pods: readonly SandboxObject[],
): SandboxObject[] {
  const { selector } = service.spec;
  if (!selector || !Object.keys(selector).length) return [];
  return pods.filter(
    pod =>
      pod.status?.podIP &&
      !isFinished(pod) &&
      hasLabels(selector, pod.metadata.labels),
  );
}

const targetOf = (pod: SandboxObject) => ({
  kind: 'Pod',
  name: pod.metadata.name,
  namespace: pod.metadata.namespace,
  uid: pod.metadata.uid,
});

const hostnameOf = (service: SandboxObject, pod: SandboxObject) =>
  pod.spec.hostname && pod.spec.subdomain === service.metadata.name
    ? { hostname: pod.spec.hostname }
    : {};

const isServing = (service: SandboxObject, pod: SandboxObject) =>
  isPodReady(pod) || Boolean(service.spec.publishNotReadyAddresses);

/** `endpoints` and `ports` of the Service's EndpointSlice. */
export function sliceContent(
  service: SandboxObject,
  backends: SandboxObject[],
) {
  const ports: ServicePort[] = service.spec.ports ?? [];
  return {
    endpoints: backends.map(pod => {
      const serving = isServing(service, pod);
      const terminating = Boolean(pod.metadata.deletionTimestamp);
      return {
        addresses: [pod.status.podIP],
        conditions: { ready: serving && !terminating, serving, terminating },
        ...hostnameOf(service, pod),
        nodeName: pod.spec.nodeName,
        targetRef: targetOf(pod),
      };
    }),
    ports: ports.flatMap(port => {
      const number = backends.length
        ? backends.map(pod => portOf(pod, port)).find(Boolean)
        : undefined;
      return number === undefined
        ? []
        : [
            {
              name: port.name ?? '',
              port: number,
              protocol: port.protocol ?? 'TCP',
              ...(port.appProtocol ? { appProtocol: port.appProtocol } : {}),
            },
          ];
    }),
  };
}

/** `subsets` of the Service's Endpoints; none without pods. */
export function endpointSubsets(
  service: SandboxObject,
  backends: SandboxObject[],
): Record<string, unknown>[] {
  const living = backends.filter(pod => !pod.metadata.deletionTimestamp);
  if (!living.length) return [];
  const addressOf = (pod: SandboxObject) => ({
    ip: pod.status.podIP,
    ...hostnameOf(service, pod),
    nodeName: pod.spec.nodeName,
    targetRef: targetOf(pod),
  });
  const ready = living.filter(pod => isServing(service, pod));
  const unready = living.filter(pod => !isServing(service, pod));
  const { ports } = sliceContent(service, living);
  return [
    {
      ...(ready.length ? { addresses: ready.map(addressOf) } : {}),
      ...(unready.length ? { notReadyAddresses: unready.map(addressOf) } : {}),
      ...(ports.length
        ? {
            ports: ports.map(({ name, ...port }) =>
              name ? { name, ...port } : port,
            ),
          }
        : {}),
    },
  ];
}
