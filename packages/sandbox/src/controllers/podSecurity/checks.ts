import type { SandboxObject } from '../../types';

export type PodSecurityLevel = 'privileged' | 'baseline' | 'restricted';

/** A rule that a pod breaks, as Kubernetes words it. */
export interface Violation {
  reason: string;
  detail: string;
}

type Container = { name: string; securityContext?: any; ports?: any[] };

const containersOf = (pod: SandboxObject): Container[] => [
  ...(pod.spec.initContainers ?? []),
  ...(pod.spec.containers ?? []),
  ...(pod.spec.ephemeralContainers ?? []),
];

const quoted = (names: string[]) => names.map(n => `"${n}"`).join(', ');
const plural = (one: string, names: unknown[]) =>
  names.length === 1 ? one : `${one}s`;
const containers = (names: string[]) =>
  `${plural('container', names)} ${quoted(names)}`;

const offenders = (
  pod: SandboxObject,
  breaks: (container: Container) => boolean,
) =>
  containersOf(pod)
    .filter(breaks)
    .map(c => c.name);

const BASELINE_CAPABILITIES = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);

const RESTRICTED_VOLUMES = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);

type Check = (pod: SandboxObject) => Violation | undefined;

const hostNamespaces: Check = pod => {
  const used = ['hostNetwork', 'hostPID', 'hostIPC'].filter(f => pod.spec[f]);
  return used.length
    ? {
        reason: 'host namespaces',
        detail: used.map(field => `${field}=true`).join(', '),
      }
    : undefined;
};

const privileged: Check = pod => {
  const names = offenders(pod, c => c.securityContext?.privileged === true);
  return names.length
    ? {
        reason: 'privileged',
        detail: `${containers(
          names,
        )} must not set securityContext.privileged=true`,
      }
    : undefined;
};

const addedCapabilities =
  (allowed: Set<string>, reason: string): Check =>
  pod => {
    const extra = (c: Container): string[] =>
      (c.securityContext?.capabilities?.add ?? []).filter(
        (name: string) => !allowed.has(name),
      );
    const names = offenders(pod, c => extra(c).length > 0);
    const all = [...new Set(containersOf(pod).flatMap(extra))];
    return names.length
      ? {
          reason,
          detail: `${containers(names)} must not include ${quoted(
            all,
          )} in securityContext.capabilities.add`,
        }
      : undefined;
  };

const hostPathVolumes: Check = pod => {
  const names = (pod.spec.volumes ?? [])
    .filter((v: any) => v.hostPath)
    .map((v: any) => v.name);
  return names.length
    ? {
        reason: 'hostPath volumes',
        detail: `${plural('volume', names)} ${quoted(names)}`,
      }
    : undefined;
};

const hostPorts: Check = pod => {
  const ports = (c: Container): number[] =>
    (c.ports ?? []).map(p => p.hostPort).filter(Boolean);
  const names = offenders(pod, c => ports(c).length > 0);
  const all = [...new Set(containersOf(pod).flatMap(ports))];
  return names.length
    ? {
        reason: 'hostPort',
        detail: `${containers(names)} ${
          names.length === 1 ? 'uses' : 'use'
        } ${plural('hostPort', all)} ${all.join(', ')}`,
      }
    : undefined;
};

const unconfinedSeccomp: Check = pod => {
  const isUnconfined = (holder: any) =>
    holder?.securityContext?.seccompProfile?.type === 'Unconfined';
  const names = offenders(pod, isUnconfined);
  const holders = [
    ...(isUnconfined(pod.spec) ? ['pod'] : []),
    ...(names.length ? [containers(names)] : []),
  ];
  return holders.length
    ? {
        reason: 'seccompProfile',
        detail: `${holders.join(
          ' and ',
        )} must not set securityContext.seccompProfile.type to "Unconfined"`,
      }
    : undefined;
};

const escalation: Check = pod => {
  const names = offenders(
    pod,
    c => c.securityContext?.allowPrivilegeEscalation !== false,
  );
  return names.length
    ? {
        reason: 'allowPrivilegeEscalation != false',
        detail: `${containers(
          names,
        )} must set securityContext.allowPrivilegeEscalation=false`,
      }
    : undefined;
};

const droppedCapabilities: Check = pod => {
  const keeps = offenders(
    pod,
    c => !c.securityContext?.capabilities?.drop?.includes('ALL'),
  );
  const added = addedCapabilities(
    new Set(['NET_BIND_SERVICE']),
    'unrestricted capabilities',
  )(pod);
  const details = [
    ...(keeps.length
      ? [
          `${containers(
            keeps,
          )} must set securityContext.capabilities.drop=["ALL"]`,
        ]
      : []),
    ...(added ? [added.detail] : []),
  ];
  return details.length
    ? { reason: 'unrestricted capabilities', detail: details.join('; ') }
    : undefined;
};

const volumeTypes: Check = pod => {
  const typeOf = (volume: any) =>
    Object.keys(volume).find(key => key !== 'name') ?? 'emptyDir';
  const bad = (pod.spec.volumes ?? []).filter(
    (v: any) => !RESTRICTED_VOLUMES.has(typeOf(v)),
  );
  const types = [...new Set<string>(bad.map(typeOf))];
  return bad.length
    ? {
        reason: 'restricted volume types',
        detail: `${plural('volume', bad)} ${quoted(
          bad.map((v: any) => v.name),
        )} ${bad.length === 1 ? 'uses' : 'use'} restricted volume ${plural(
          'type',
          types,
        )} ${quoted(types)}`,
      }
    : undefined;
};

const nonRoot: Check = pod => {
  const isPodNonRoot = pod.spec.securityContext?.runAsNonRoot === true;
  const names = offenders(pod, c => {
    const own = c.securityContext?.runAsNonRoot;
    return own === undefined ? !isPodNonRoot : own !== true;
  });
  return names.length
    ? {
        reason: 'runAsNonRoot != true',
        detail: `pod or ${containers(
          names,
        )} must set securityContext.runAsNonRoot=true`,
      }
    : undefined;
};

const rootUser: Check = pod => {
  const names = offenders(pod, c => c.securityContext?.runAsUser === 0);
  const holders = [
    ...(pod.spec.securityContext?.runAsUser === 0 ? ['pod'] : []),
    ...(names.length ? [containers(names)] : []),
  ];
  return holders.length
    ? {
        reason: 'runAsUser=0',
        detail: `${holders.join(' and ')} must not set runAsUser=0`,
      }
    : undefined;
};

const missingSeccomp: Check = pod => {
  const isSet = (holder: any) =>
    ['RuntimeDefault', 'Localhost'].includes(
      holder?.securityContext?.seccompProfile?.type,
    );
  const isPodSet = isSet(pod.spec);
  const names = offenders(
    pod,
    c =>
      !isSet(c) &&
      (!isPodSet || c.securityContext?.seccompProfile !== undefined),
  );
  return names.length
    ? {
        reason: 'seccompProfile',
        detail: `pod or ${containers(
          names,
        )} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`,
      }
    : undefined;
};

const baseline: Check[] = [
  hostNamespaces,
  privileged,
  addedCapabilities(BASELINE_CAPABILITIES, 'non-default capabilities'),
  hostPathVolumes,
  hostPorts,
  unconfinedSeccomp,
];

/** The restricted level replaces the milder checks of the same thing. */
const restricted: Check[] = [
  hostNamespaces,
  privileged,
  hostPathVolumes,
  hostPorts,
  escalation,
  droppedCapabilities,
  volumeTypes,
  nonRoot,
  rootUser,
  missingSeccomp,
];

/** What a pod breaks of a level of the Pod Security Standards. */
export function violationsOf(
  pod: SandboxObject,
  level: PodSecurityLevel,
): Violation[] {
  if (level === 'privileged') return [];
  return (level === 'baseline' ? baseline : restricted)
    .map(check => check(pod))
    .filter((violation): violation is Violation => violation !== undefined);
}
