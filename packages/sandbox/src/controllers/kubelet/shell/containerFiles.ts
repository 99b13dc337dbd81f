import type { SandboxApi, SandboxObject } from '../../../types';
import type { ContainerSpec } from '../containers';

const decode = (base64: string) => Buffer.from(base64, 'base64').toString();

type Data = Record<string, string>;

function dataOf(
  api: SandboxApi,
  kind: 'Secret' | 'ConfigMap',
  namespace: string,
  name: string,
): Data {
  const object = api.get({ apiVersion: 'v1', kind, namespace, name });
  const data: Data = object?.data ?? {};
  return kind === 'ConfigMap'
    ? data
    : Object.fromEntries(
        Object.entries(data).map(([key, value]) => [key, decode(value)]),
      );
}

const fieldOf = (pod: SandboxObject, path: string): string => {
  const match = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path);
  const value = match
    ? (pod.metadata[match[1]] as Data | undefined)?.[match[2]]
    : path.split('.').reduce<any>((object, key) => object?.[key], pod);
  return value === undefined ? '' : String(value);
};

/** The environment of a container as the kubelet would set it. */
export function environmentOf(
  api: SandboxApi,
  pod: SandboxObject,
  container: ContainerSpec,
): Map<string, string> {
  const namespace = pod.metadata.namespace!;
  const environment = new Map([
    ['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
    ['HOSTNAME', pod.spec.hostname ?? pod.metadata.name],
    ['HOME', '/root'],
  ]);
  for (const { prefix = '', secretRef, configMapRef } of container.envFrom ??
    []) {
    const source = secretRef ?? configMapRef;
    const kind = secretRef ? 'Secret' : 'ConfigMap';
    if (!source) continue;
    const data = dataOf(api, kind, namespace, source.name);
    for (const [key, value] of Object.entries(data)) {
      environment.set(`${prefix}${key}`, value);
    }
  }
  for (const { name, value, valueFrom } of container.env ?? []) {
    const { secretKeyRef, configMapKeyRef, fieldRef } = valueFrom ?? {};
    if (secretKeyRef) {
      const data = dataOf(api, 'Secret', namespace, secretKeyRef.name);
      environment.set(name, data[secretKeyRef.key] ?? '');
    } else if (configMapKeyRef) {
      const data = dataOf(api, 'ConfigMap', namespace, configMapKeyRef.name);
      environment.set(name, data[configMapKeyRef.key] ?? '');
    } else if (fieldRef) {
      environment.set(name, fieldOf(pod, fieldRef.fieldPath));
    } else {
      const text = String(value ?? '').replace(
        /\$\((\w+)\)/g,
        (whole, variable) => environment.get(variable) ?? whole,
      );
      environment.set(name, text);
    }
  }
  return environment;
}

/** The files of a container that are known: those of mounted Secrets and ConfigMaps, and its name. */
export function filesOf(
  api: SandboxApi,
  pod: SandboxObject,
  container: ContainerSpec,
): Map<string, string> {
  const namespace = pod.metadata.namespace!;
  const hostname = pod.spec.hostname ?? pod.metadata.name;
  const files = new Map([['/etc/hostname', `${hostname}\n`]]);
  for (const { name, mountPath, subPath } of container.volumeMounts ?? []) {
    const volume = (pod.spec.volumes ?? []).find((v: any) => v.name === name);
    const sources = volume?.projected?.sources ?? (volume ? [volume] : []);
    for (const { secret, configMap } of sources) {
      const source = secret ?? configMap;
      if (!source) continue;
      const data = dataOf(
        api,
        secret ? 'Secret' : 'ConfigMap',
        namespace,
        source.secretName ?? source.name,
      );
      const items: { key: string; path: string }[] =
        source.items ?? Object.keys(data).map(key => ({ key, path: key }));
      for (const { key, path } of items) {
        if (data[key] === undefined || (subPath && subPath !== path)) continue;
        files.set(subPath ? mountPath : `${mountPath}/${path}`, data[key]);
      }
    }
  }
  return files;
}
