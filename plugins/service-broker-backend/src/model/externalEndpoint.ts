import type { KubernetesObject } from '@jimu/plugin-clusters-common';

interface ServicePort {
  name?: string;
  port: number;
  nodePort?: number;
}

interface Addressed {
  ip?: string;
  hostname?: string;
}

/** Where a port of a Service is reached from outside the cluster; undefined while it is not. */
export function externalEndpoint(
  service: KubernetesObject,
  port: number,
  nodes: readonly KubernetesObject[],
): { host: string; port: number } | undefined {
  const spec = (service.spec ?? {}) as { type?: string; ports?: ServicePort[] };
  const found = spec.ports?.find(p => p.port === port);
  if (!found) return undefined;
  if (spec.type === 'LoadBalancer') {
    const status = (service.status ?? {}) as {
      loadBalancer?: { ingress?: Addressed[] };
    };
    const ingress = status.loadBalancer?.ingress?.[0];
    const host = ingress?.hostname ?? ingress?.ip;
    if (host) return { host, port };
  }
  const host = nodeAddress(nodes);
  return found.nodePort && host ? { host, port: found.nodePort } : undefined;
}

/** The best address of a node that is ready, else of any node: outer before inner. */
function nodeAddress(nodes: readonly KubernetesObject[]): string | undefined {
  const ready = nodes.filter(isReady);
  const candidates = ready.length ? ready : nodes;
  for (const type of ['ExternalIP', 'ExternalDNS', 'InternalIP', 'Hostname']) {
    for (const node of candidates) {
      const status = (node.status ?? {}) as {
        addresses?: { type: string; address: string }[];
      };
      const address = status.addresses?.find(a => a.type === type)?.address;
      if (address) return address;
    }
  }
  return undefined;
}

function isReady(node: KubernetesObject): boolean {
  const status = (node.status ?? {}) as {
    conditions?: { type: string; status: string }[];
  };
  return Boolean(
    status.conditions?.some(c => c.type === 'Ready' && c.status === 'True'),
  );
}
