import type { SandboxObject } from '../../types';
import { ownedBy } from '../runtime/objects';
import type { RedisService, RedisSet } from './kinds';

/** Labels by which the pods of a set are found. */
export const redisLabels = (set: RedisSet) => ({
  app: set.name,
  redis_setup_type: set.setupType,
  role: set.role,
});

const neverCopied = ['kubectl.kubernetes.io/last-applied-configuration'];

/** The resource's own annotations as the operator copies them to the pods, so that a changed one restarts them. */
function copiedAnnotations(resource: SandboxObject): Record<string, string> {
  const ignored: string[] = [
    ...neverCopied,
    ...(resource.spec.kubernetesConfig?.ignoreAnnotations ?? []),
  ];
  return {
    ...Object.fromEntries(
      Object.entries(resource.metadata.annotations ?? {}).filter(
        ([key]) => !ignored.includes(key),
      ),
    ),
    'redis.opstreelabs.in': 'true',
    'redis.opstreelabs.instance': resource.metadata.name,
  };
}

const environment = (resource: SandboxObject, set: RedisSet) => {
  const secret = resource.spec.kubernetesConfig?.redisSecret;
  return [
    { name: 'SERVER_MODE', value: set.setupType },
    { name: 'SETUP_MODE', value: set.setupType },
    { name: 'REDIS_PORT', value: String(set.port) },
    ...(secret
      ? [
          {
            name: 'REDIS_PASSWORD',
            valueFrom: { secretKeyRef: { name: secret.name, key: secret.key } },
          },
        ]
      : []),
    ...(resource.spec.env ?? []),
  ];
};

/** The StatefulSet of one set. `live`: as it is now; its claim templates cannot be changed and are kept. */
export function redisStatefulSet(
  resource: SandboxObject,
  set: RedisSet,
  live: SandboxObject | undefined,
  pod: { annotations: Record<string, string>; spec: Record<string, unknown> },
): SandboxObject {
  const { spec } = resource;
  const isEmbeddedSentinel = set.role === 'sentinel' && spec.sentinel;
  const config = isEmbeddedSentinel ? spec.sentinel : spec.kubernetesConfig;
  const annotations = copiedAnnotations(resource);
  const template = spec.storage?.volumeClaimTemplate;
  const claims =
    set.hasStorage && template
      ? [{ metadata: { name: set.name }, spec: template.spec }]
      : undefined;
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: {
      name: set.name,
      namespace: resource.metadata.namespace,
      labels: { ...resource.metadata.labels, ...redisLabels(set) },
      annotations,
      ownerReferences: ownedBy(resource),
    },
    spec: {
      replicas: set.replicas,
      serviceName: set.serviceName,
      selector: { matchLabels: redisLabels(set) },
      updateStrategy: config.updateStrategy ?? { type: 'RollingUpdate' },
      template: {
        metadata: {
          labels: redisLabels(set),
          annotations: { ...annotations, ...pod.annotations },
        },
        spec: {
          ...pod.spec,
          ...(spec.podSecurityContext
            ? { securityContext: spec.podSecurityContext }
            : {}),
          containers: [
            {
              name: isEmbeddedSentinel ? 'sentinel' : set.name,
              image: config.image,
              imagePullPolicy: config.imagePullPolicy ?? 'IfNotPresent',
              env: environment(resource, set),
              ports: [{ name: 'redis', containerPort: set.port }],
              ...(config.resources ? { resources: config.resources } : {}),
              ...(claims
                ? { volumeMounts: [{ name: set.name, mountPath: '/data' }] }
                : {}),
            },
          ],
        },
      },
      ...(claims
        ? {
            volumeClaimTemplates: live?.spec.volumeClaimTemplates ?? claims,
          }
        : {}),
    },
  };
}

/** One Service. */
export function redisServiceManifest(
  resource: SandboxObject,
  service: RedisService,
): SandboxObject {
  const { set, redisRole } = service;
  const extra = resource.spec.kubernetesConfig?.service?.annotations;
  const selector = {
    ...redisLabels(set),
    ...(redisRole ? { 'redis-role': redisRole } : {}),
  };
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: service.name,
      namespace: resource.metadata.namespace,
      labels: selector,
      ...(service.name.endsWith('-additional') && extra
        ? { annotations: extra }
        : {}),
      ownerReferences: ownedBy(resource),
    },
    spec: {
      ...(service.headless ? { clusterIP: 'None' } : { type: service.type }),
      selector,
      ports: [
        {
          name: `${set.role === 'sentinel' ? 'sentinel' : 'redis'}-client`,
          port: set.port,
          targetPort: set.port,
          protocol: 'TCP',
        },
      ],
    },
  };
}
