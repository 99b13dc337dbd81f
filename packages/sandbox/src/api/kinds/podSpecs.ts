import type { StatusCause } from '../ApiStatusError';
import { quantityInNano } from '../schema/quantities';
import { invalidValue, requiredValue } from '../validation/metadata';
import { fill } from './fill';

const dnsLabel = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const labelWords =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

const probeDefaults = {
  timeoutSeconds: 1,
  periodSeconds: 10,
  successThreshold: 1,
  failureThreshold: 3,
};

function tagOf(image: string): string {
  const name = image.split('@')[0];
  const last = name.slice(name.lastIndexOf('/') + 1);
  return last.includes(':') ? last.split(':')[1] : 'latest';
}

function defaultContainer(container: any): void {
  const { image = '' } = container;
  fill(container, {
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy:
      tagOf(image) === 'latest' && !image.includes('@')
        ? 'Always'
        : 'IfNotPresent',
    resources: {},
  });
  const { limits } = container.resources;
  if (limits) {
    container.resources.requests = {
      ...limits,
      ...container.resources.requests,
    };
  }
  for (const key of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
    const probe = container[key];
    if (!probe) continue;
    fill(probe, probeDefaults);
    if (probe.httpGet) fill(probe.httpGet, { scheme: 'HTTP', path: '/' });
  }
  for (const variable of container.env ?? []) {
    const field = variable.valueFrom?.fieldRef;
    if (field) fill(field, { apiVersion: 'v1' });
  }
}

function defaultVolume(volume: any): void {
  for (const source of ['secret', 'configMap', 'downwardAPI', 'projected']) {
    if (volume[source]) fill(volume[source], { defaultMode: 0o644 });
  }
  if (volume.hostPath) fill(volume.hostPath, { type: '' });
}

/** What the API server puts into a pod spec, of a pod or in a template. Changes `spec`. */
export function defaultPodSpec(spec: any): void {
  fill(spec, {
    restartPolicy: 'Always',
    dnsPolicy: 'ClusterFirst',
    schedulerName: 'default-scheduler',
    terminationGracePeriodSeconds: 30,
    securityContext: {},
  });
  if (spec.serviceAccountName && !spec.serviceAccount) {
    spec.serviceAccount = spec.serviceAccountName;
  } else if (spec.serviceAccount && !spec.serviceAccountName) {
    spec.serviceAccountName = spec.serviceAccount;
  }
  for (const container of [
    ...(spec.containers ?? []),
    ...(spec.initContainers ?? []),
  ]) {
    defaultContainer(container);
  }
  (spec.volumes ?? []).forEach(defaultVolume);
}

function checkResources(container: any, at: string): StatusCause[] {
  const { requests = {}, limits = {} } = container.resources ?? {};
  return Object.entries<string>(requests).flatMap(([name, wanted]) => {
    const limit = limits[name];
    const request = quantityInNano(String(wanted));
    const most =
      limit === undefined ? undefined : quantityInNano(String(limit));
    return request !== undefined && most !== undefined && request > most
      ? [
          invalidValue(
            `${at}.resources.requests`,
            wanted,
            `must be less than or equal to ${name} limit of ${limit}`,
          ),
        ]
      : [];
  });
}

function checkContainer(
  container: any,
  at: string,
  volumes: Set<string>,
): StatusCause[] {
  const causes: StatusCause[] = [];
  if (!dnsLabel.test(container.name)) {
    causes.push(invalidValue(`${at}.name`, container.name, labelWords));
  }
  if (!container.image) causes.push(requiredValue(`${at}.image`));
  else if (container.image !== container.image.trim()) {
    causes.push(
      invalidValue(
        `${at}.image`,
        container.image,
        'must not have leading or trailing whitespace',
      ),
    );
  }
  (container.ports ?? []).forEach((port: any, i: number) => {
    const number = port.containerPort;
    if (number < 1 || number > 65535) {
      causes.push(
        invalidValue(
          `${at}.ports[${i}].containerPort`,
          number,
          'must be between 1 and 65535, inclusive',
        ),
      );
    }
  });
  (container.volumeMounts ?? []).forEach((mount: any, i: number) => {
    if (!volumes.has(mount.name)) {
      causes.push({
        reason: 'FieldValueNotFound',
        field: `${at}.volumeMounts[${i}].name`,
        message: `Not found: ${JSON.stringify(mount.name)}`,
      });
    }
  });
  return [...causes, ...checkResources(container, at)];
}

/** The rules of pod specs; `claims` are names of further volumes, as a StatefulSet's templates bring them. */
export function validatePodSpec(
  spec: any,
  path: string,
  claims: string[] = [],
): StatusCause[] {
  const causes: StatusCause[] = [];
  const containers: any[] = spec.containers ?? [];
  if (!containers.length) causes.push(requiredValue(`${path}.containers`));
  const volumes = new Set<string>([
    ...(spec.volumes ?? []).map((v: any) => v.name),
    ...claims,
  ]);
  const seen = new Set<string>();
  for (const key of ['containers', 'initContainers']) {
    (spec[key] ?? []).forEach((container: any, i: number) => {
      const at = `${path}.${key}[${i}]`;
      causes.push(...checkContainer(container, at, volumes));
      if (seen.has(container.name)) {
        causes.push({
          reason: 'FieldValueDuplicate',
          field: `${at}.name`,
          message: `Duplicate value: ${JSON.stringify(container.name)}`,
        });
      }
      seen.add(container.name);
    });
  }
  const { restartPolicy } = spec;
  if (!['Always', 'OnFailure', 'Never', undefined].includes(restartPolicy)) {
    causes.push({
      reason: 'FieldValueNotSupported',
      field: `${path}.restartPolicy`,
      message: `Unsupported value: ${JSON.stringify(
        restartPolicy,
      )}: supported values: "Always", "OnFailure", "Never"`,
    });
  }
  return causes;
}
