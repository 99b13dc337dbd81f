import { InputError } from '@backstage/errors';
import type { ApiResource } from '@jimu/plugin-clusters-common';

/** Path of a group and version: `/api/v1`, `/apis/apps/v1`. */
export function groupVersionPath(apiVersion: string): string {
  return apiVersion.includes('/')
    ? `/apis/${apiVersion.split('/').map(segment).join('/')}`
    : `/api/${segment(apiVersion)}`;
}

/** Path of all objects of a kind, in one namespace or in all. */
export function collectionPath(
  resource: ApiResource,
  namespace?: string,
): string {
  if (!resource.namespaced && namespace !== undefined) {
    throw new InputError(
      `${resource.kind} does not live in namespaces; leave out namespace "${namespace}"`,
    );
  }
  const root = groupVersionPath(resource.apiVersion);
  const scope =
    namespace === undefined ? '' : `/namespaces/${segment(namespace)}`;
  return `${root}${scope}/${segment(resource.plural)}`;
}

/** Path of one object or of one of its subresources. */
export function objectPath(
  resource: ApiResource,
  name: string,
  namespace?: string,
  subresource?: string,
): string {
  if (resource.namespaced && namespace === undefined) {
    throw new InputError(
      `${resource.kind} "${name}" lives in a namespace; say which`,
    );
  }
  const object = `${collectionPath(resource, namespace)}/${segment(name)}`;
  return subresource ? `${object}/${segment(subresource)}` : object;
}

/**
 * One path segment, encoded.
 *
 * @throws InputError for what Kubernetes accepts as no name, because servers and proxies read it as more than a name
 */
function segment(text: string): string {
  if (!text || text === '.' || text === '..' || /[/%\p{Cc}]/u.test(text)) {
    throw new InputError(
      `${JSON.stringify(
        text,
      )} cannot be part of a Kubernetes address: names must not be empty, "." or "..", or hold "/" or "%"`,
    );
  }
  return encodeURIComponent(text);
}
