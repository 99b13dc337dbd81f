import { isIPv4 } from 'node:net';
import { ApiStatusError, type StatusCause } from '../ApiStatusError';
import { deepEqual } from '../deepEqual';
import {
  forbiddenValue,
  invalidValue,
  requiredValue,
} from '../validation/metadata';
import type { SandboxObject } from '../../types';
import { fill } from './fill';
import type { KindContext, KindRules } from './KindRules';
import { freeNodePort, nodePortRange } from './nodePorts';

const isOutside = (spec: any) =>
  ['NodePort', 'LoadBalancer'].includes(spec.type);
const isSame = (a: SandboxObject, b: SandboxObject) =>
  a.metadata.name === b.metadata.name &&
  a.metadata.namespace === b.metadata.namespace;

function otherServices(service: SandboxObject, context: KindContext) {
  return context.list('', 'services').filter(other => !isSame(other, service));
}

/** The service network is 10.96.0.0/16; its first addresses are left to the API itself. */
function freeClusterIp(used: Set<string>): string {
  const start = Math.floor(Math.random() * 65_000);
  for (let i = 0; i < 65_000; i += 1) {
    const n = 256 + ((start + i) % 65_000);
    const ip = `10.96.${Math.floor(n / 256) % 256}.${n % 256}`;
    if (!used.has(ip)) return ip;
  }
  throw new ApiStatusError(500, 'InternalError', 'range is full');
}

function allocateClusterIp(service: SandboxObject, context: KindContext): void {
  const { spec } = service;
  if (spec.type === 'ExternalName') return;
  if (!spec.clusterIP && spec.clusterIPs?.length)
    [spec.clusterIP] = spec.clusterIPs;
  if (!spec.clusterIP) {
    const used = new Set(
      otherServices(service, context).map(other => other.spec.clusterIP),
    );
    spec.clusterIP = freeClusterIp(used);
  }
  fill(spec, { clusterIPs: [spec.clusterIP] });
}

const portsOf = (services: SandboxObject[]) =>
  new Set(
    services.flatMap(s =>
      (s.spec.ports ?? []).map((p: any) => p.nodePort).filter(Boolean),
    ) as number[],
  );

function allocateNodePorts(
  service: SandboxObject,
  old: SandboxObject | undefined,
  context: KindContext,
): void {
  const { spec } = service;
  const used = portsOf(otherServices(service, context));
  (spec.ports ?? []).forEach((port: any) => {
    if (port.nodePort) used.add(port.nodePort);
  });
  for (const port of spec.ports ?? []) {
    if (port.nodePort) continue;
    const before = old?.spec.ports?.find(
      (p: any) =>
        p.nodePort && p.port === port.port && p.protocol === port.protocol,
    )?.nodePort;
    const next = before ?? freeNodePort(used);
    if (next === undefined) {
      throw ApiStatusError.invalid(context.type, service.metadata.name, [
        {
          reason: 'InternalError',
          field: 'spec.ports',
          message:
            'Internal error: failed to allocate a nodePort: range is full',
        },
      ]);
    }
    port.nodePort = next;
    used.add(next);
  }
}

function keepAllocated(service: SandboxObject, old: SandboxObject): void {
  const { spec } = service;
  if (spec.type === 'ExternalName' || old.spec.type === 'ExternalName') return;
  fill(spec, {
    clusterIP: old.spec.clusterIP,
    clusterIPs: old.spec.clusterIPs,
  });
  if (!spec.clusterIP) spec.clusterIP = old.spec.clusterIP;
  if (!isOutside(spec) && isOutside(old.spec)) {
    for (const port of spec.ports ?? []) {
      const before = old.spec.ports.find((p: any) => p.port === port.port);
      if (before?.nodePort === port.nodePort) delete port.nodePort;
    }
  }
}

function checkPorts(
  service: SandboxObject,
  context: KindContext,
): StatusCause[] {
  const { spec } = service;
  const causes: StatusCause[] = [];
  const ports: any[] = spec.ports ?? [];
  if (
    !ports.length &&
    spec.clusterIP !== 'None' &&
    spec.type !== 'ExternalName'
  ) {
    causes.push(requiredValue('spec.ports'));
  }
  const used = portsOf(otherServices(service, context));
  const names = new Set<string>();
  ports.forEach((port, i) => {
    const at = `spec.ports[${i}]`;
    if (port.port < 1 || port.port > 65535) {
      causes.push(
        invalidValue(
          `${at}.port`,
          port.port,
          'must be between 1 and 65535, inclusive',
        ),
      );
    }
    if (ports.length > 1 && !port.name)
      causes.push(requiredValue(`${at}.name`));
    if (port.name && names.has(port.name)) {
      causes.push({
        reason: 'FieldValueDuplicate',
        field: `${at}.name`,
        message: `Duplicate value: ${JSON.stringify(port.name)}`,
      });
    }
    names.add(port.name);
    if (!port.nodePort) return;
    if (!isOutside(spec)) {
      causes.push(
        forbiddenValue(
          `${at}.nodePort`,
          `may not be used when \`type\` is '${spec.type}'`,
        ),
      );
    } else if (
      port.nodePort < nodePortRange.first ||
      port.nodePort > nodePortRange.last
    ) {
      causes.push(
        invalidValue(
          `${at}.nodePort`,
          port.nodePort,
          `provided port is not in the valid range. The range of valid ports is ${nodePortRange.first}-${nodePortRange.last}`,
        ),
      );
    } else if (used.has(port.nodePort)) {
      causes.push(
        invalidValue(
          `${at}.nodePort`,
          port.nodePort,
          'provided port is already allocated',
        ),
      );
    }
  });
  return causes;
}

/** Services: addresses and node ports are allocated here. */
export const serviceRules: KindRules = {
  prepare(service, old, context) {
    const { spec } = service;
    fill(spec, { type: 'ClusterIP', sessionAffinity: 'None' });
    for (const port of spec.ports ?? []) {
      fill(port, { protocol: 'TCP', targetPort: port.port });
      if (port.nodePort === 0) delete port.nodePort;
    }
    if (spec.type !== 'ExternalName') {
      fill(spec, {
        internalTrafficPolicy: 'Cluster',
        ipFamilies: ['IPv4'],
        ipFamilyPolicy: 'SingleStack',
      });
    }
    if (isOutside(spec)) fill(spec, { externalTrafficPolicy: 'Cluster' });
    else delete spec.externalTrafficPolicy;
    if (spec.type === 'LoadBalancer') {
      fill(spec, { allocateLoadBalancerNodePorts: true });
    }
    if (old) keepAllocated(service, old);
    else service.status = { loadBalancer: {} };
    allocateClusterIp(service, context);
    if (
      isOutside(spec) &&
      (spec.type === 'NodePort' || spec.allocateLoadBalancerNodePorts !== false)
    ) {
      allocateNodePorts(service, old, context);
    }
  },
  validate(service, old, context) {
    const { spec } = service;
    const causes = checkPorts(service, context);
    if (
      !['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'].includes(
        spec.type,
      )
    ) {
      causes.push({
        reason: 'FieldValueNotSupported',
        field: 'spec.type',
        message: `Unsupported value: ${JSON.stringify(
          spec.type,
        )}: supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"`,
      });
    }
    if (spec.type === 'ExternalName' && !spec.externalName) {
      causes.push(requiredValue('spec.externalName'));
    }
    const { clusterIP } = spec;
    if (clusterIP && clusterIP !== 'None' && !isIPv4(clusterIP)) {
      causes.push(
        invalidValue(
          'spec.clusterIPs[0]',
          clusterIP,
          'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
        ),
      );
    }
    if (clusterIP === 'None' && isOutside(spec)) {
      causes.push(
        invalidValue(
          'spec.clusterIPs[0]',
          'None',
          `may not be set to 'None' for ${spec.type} services`,
        ),
      );
    }
    if (
      old?.spec.clusterIP &&
      spec.type !== 'ExternalName' &&
      old.spec.type !== 'ExternalName' &&
      !deepEqual(clusterIP, old.spec.clusterIP)
    ) {
      causes.push(
        invalidValue(
          'spec.clusterIPs[0]',
          [clusterIP],
          'may not change once set',
        ),
      );
    }
    const taken =
      clusterIP &&
      clusterIP !== 'None' &&
      otherServices(service, context).some(
        other => other.spec.clusterIP === clusterIP,
      );
    if (taken) {
      causes.push(
        invalidValue(
          'spec.clusterIPs[0]',
          [clusterIP],
          'failed to allocate IP: provided IP is already allocated',
        ),
      );
    }
    return causes;
  },
};
