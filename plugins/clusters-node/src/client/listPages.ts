import type {
  ApiResource,
  KubernetesObject,
} from '@jimu/plugin-clusters-common';
import { isClusterError } from '../ClusterError';
import type { ClusterHttp } from '../http/ClusterHttp';
import type { CallOptions, ClusterIdentity, ListQuery } from '../types';
import { collectionPath } from './paths';

export const PAGE_SIZE = 500;
/** A list that expires again and again while it is being read is given up. */
const MAX_STARTS = 5;

export interface ListedPages<E> {
  items: E[];
  resourceVersion: string;
}

/**
 * Reads all pages of one consistent list. When the server forgets the list between two pages (410), what was read
 * so far is thrown away: pages of two lists do not make one.
 *
 * @param convert - what to keep of an item, which may be malformed; applied page by page, so that whole objects do not pile up
 */
export async function listPages<E>(
  http: ClusterHttp,
  resource: ApiResource,
  query: Pick<ListQuery, 'namespace' | 'labelSelector' | 'fieldSelector'>,
  options: CallOptions & { as?: ClusterIdentity },
  convert: (item: unknown) => E,
): Promise<ListedPages<E>> {
  const path = collectionPath(resource, query.namespace);
  for (let start = 1; ; start++) {
    const items: E[] = [];
    let next: string | undefined;
    let resourceVersion = '';
    try {
      do {
        const body = await http.send({
          method: 'GET',
          path,
          query: {
            limit: PAGE_SIZE,
            continue: next,
            labelSelector: query.labelSelector,
            fieldSelector: query.fieldSelector,
          },
          repeatable: true,
          ...options,
        });
        const page = Array.isArray(body?.items) ? body.items : [];
        for (const item of page) {
          items.push(convert(item));
        }
        resourceVersion = String(body?.metadata?.resourceVersion ?? '');
        next = body?.metadata?.continue || undefined;
      } while (next);
      return { items, resourceVersion };
    } catch (error) {
      const expired = isClusterError(error) && error.status === 410;
      if (!expired || !next || start >= MAX_STARTS) {
        throw error;
      }
    }
  }
}

/** Items of a list lack kind and apiVersion; put them back. */
export function withKind(
  resource: ApiResource,
  item: unknown,
): KubernetesObject {
  return {
    apiVersion: resource.apiVersion,
    kind: resource.kind,
    ...(item as object),
  } as KubernetesObject;
}
