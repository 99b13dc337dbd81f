import { deepEqual } from '../../api/deepEqual';
import type { Controller, SandboxObject } from '../../types';
import type { Clock } from '../loop/Clock';
import { defineController, type Scope } from '../loop/defineController';
import { keyOf, nameOfKey, namespaceOfKey } from '../loop/KeyLoop';
import { shortHash } from '../model/hash';
import { hasLabels } from '../model/labels';
import { controlledBy, refOf } from '../model/owners';
import { POD } from '../model/pods';
import { writeStatus } from '../model/status';
import { NODE_IP } from '../kubelet/nodeController';
import { backendsOf, endpointSubsets, sliceContent } from './endpoints';

const SERVICE = { apiVersion: 'v1', kind: 'Service' } as const;
const ENDPOINTS = { apiVersion: 'v1', kind: 'Endpoints' } as const;
const SLICE = {
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
} as const;
const LAST_CHANGE = 'endpoints.kubernetes.io/last-change-trigger-time';

/** Keeps EndpointSlices and Endpoints of Services, and the address of load balancers. */
export function serviceController(clock: Clock): Controller {
  return defineController('services', clock, scope => {
    const loop = scope.loopOver(SERVICE, key => reconcile(scope, key));
    // What a service sees of a pod; heartbeats and the like do not ask for its services.
    const seen = new Map<string, string>();
    scope.follow(POD, (type, pod) => {
      const { uid, labels, namespace, deletionTimestamp } = pod.metadata;
      const ready = pod.status?.conditions?.find(
        (c: { type: string }) => c.type === 'Ready',
      )?.status;
      const { podIP, phase } = pod.status ?? {};
      const view = JSON.stringify([
        labels,
        podIP,
        phase,
        ready,
        deletionTimestamp,
        type === 'DELETED',
      ]);
      if (seen.get(uid!) === view) return;
      if (type === 'DELETED') seen.delete(uid!);
      else seen.set(uid!, view);
      for (const service of scope.api.scan({ ...SERVICE, namespace })) {
        const { selector } = service.spec;
        if (selector && hasLabels(selector, labels)) loop.add(keyOf(service));
      }
    });
  });
}

function reconcile(scope: Scope, key: string): void {
  const { api } = scope;
  const namespace = namespaceOfKey(key);
  const name = nameOfKey(key);
  const service = api.get({ ...SERVICE, namespace, name });
  if (!service) {
    // Its EndpointSlice is collected by its owner reference; Endpoints have the Service's name and no owner.
    const endpoints = api.get({ ...ENDPOINTS, namespace, name });
    if (endpoints && LAST_CHANGE in (endpoints.metadata.annotations ?? {})) {
      api.delete(refOf(endpoints), { uid: endpoints.metadata.uid });
    }
    return;
  }
  if (service.metadata.deletionTimestamp) return;
  writeStatus(api, service, loadBalancerStatus(service));
  if (!service.spec.selector || service.spec.type === 'ExternalName') return;
  const backends = backendsOf(service, api.scan({ ...POD, namespace }));
  writeSlice(scope, service, backends);
  writeEndpoints(scope, service, backends);
}

function loadBalancerStatus(service: SandboxObject): Record<string, unknown> {
  const { loadBalancer: known, ...rest } = service.status ?? {};
  const loadBalancer =
    service.spec.type === 'LoadBalancer'
      ? {
          ingress: known?.ingress ?? [{ ip: NODE_IP, ipMode: 'VIP' }],
        }
      : {};
  return { ...rest, loadBalancer };
}

function writeSlice(
  { api }: Scope,
  service: SandboxObject,
  backends: SandboxObject[],
): void {
  const { name, namespace, labels } = service.metadata;
  const content = sliceContent(service, backends);
  const ref = {
    ...SLICE,
    namespace,
    name: `${name}-${shortHash(service.metadata.uid, 5)}`,
  };
  const found = api.get(ref);
  if (!found) {
    api.create({
      ...SLICE,
      metadata: {
        name: ref.name,
        namespace,
        labels: {
          ...labels,
          'endpointslice.kubernetes.io/managed-by':
            'endpointslice-controller.k8s.io',
          'kubernetes.io/service-name': name,
        },
        ownerReferences: [controlledBy(service)],
      },
      addressType: 'IPv4',
      ...content,
    });
  } else if (
    !deepEqual(content.endpoints, found.endpoints) ||
    !deepEqual(content.ports, found.ports)
  ) {
    api.patch(ref, content);
  }
}

function writeEndpoints(
  { api, clock }: Scope,
  service: SandboxObject,
  backends: SandboxObject[],
): void {
  const { name, namespace, labels } = service.metadata;
  const subsets = endpointSubsets(service, backends);
  const ref = { ...ENDPOINTS, namespace, name };
  const found = api.get(ref);
  const annotations = { [LAST_CHANGE]: new Date(clock.now()).toISOString() };
  if (!found) {
    api.create({
      ...ENDPOINTS,
      metadata: { name, namespace, labels, annotations },
      ...(subsets.length ? { subsets } : {}),
    });
  } else if (!deepEqual(subsets, found.subsets ?? [])) {
    api.patch(ref, { metadata: { annotations }, subsets });
  }
}
