import type { ResourceRegistry } from '../registry/ResourceRegistry';
import { apiVersionOf } from '../registry/ResourceType';
import {
  groupsInOrder,
  servedResources,
  type ServedResource,
} from './servedResources';
import { byVersionPriority } from './versionOrder';

const versionsOf = (resources: ServedResource[], group: string) =>
  [
    ...new Set(resources.filter(r => r.group === group).map(r => r.version)),
  ].sort(byVersionPriority);

const groupVersion = (group: string, version: string) => ({
  groupVersion: apiVersionOf({ group, version }),
  version,
});

/** The documents of API discovery. */
export class DiscoveryDocuments {
  constructor(private readonly registry: ResourceRegistry) {}

  /** GET /api */
  legacyVersions(): Record<string, unknown> {
    return {
      kind: 'APIVersions',
      versions: ['v1'],
      serverAddressByClientCIDRs: [],
    };
  }

  /** GET /apis */
  groups(): Record<string, unknown> {
    const resources = servedResources(this.registry);
    return {
      kind: 'APIGroupList',
      apiVersion: 'v1',
      groups: groupsInOrder(resources).map(name =>
        this.groupOf(resources, name),
      ),
    };
  }

  /** GET /apis/<group> */
  group(name: string): Record<string, unknown> | undefined {
    const resources = servedResources(this.registry);
    return versionsOf(resources, name).length && name
      ? { kind: 'APIGroup', apiVersion: 'v1', ...this.groupOf(resources, name) }
      : undefined;
  }

  private groupOf(resources: ServedResource[], name: string) {
    const versions = versionsOf(resources, name).map(v =>
      groupVersion(name, v),
    );
    return { name, versions, preferredVersion: versions[0] };
  }

  /** GET /api/v1 and /apis/<group>/<version> */
  resources(
    group: string,
    version: string,
  ): Record<string, unknown> | undefined {
    const list = servedResources(this.registry)
      .filter(r => r.group === group && r.version === version)
      .sort((a, b) => (a.plural < b.plural ? -1 : 1));
    if (!list.length) return undefined;
    return {
      kind: 'APIResourceList',
      apiVersion: 'v1',
      groupVersion: apiVersionOf({ group, version }),
      resources: list.flatMap(r => [
        {
          name: r.plural,
          singularName: r.singular,
          namespaced: r.namespaced,
          kind: r.kind,
          verbs: r.verbs,
          ...(r.shortNames.length ? { shortNames: r.shortNames } : {}),
          ...(r.categories.length ? { categories: r.categories } : {}),
        },
        ...r.subresources.map(sub => ({
          name: `${r.plural}/${sub.name}`,
          singularName: '',
          namespaced: r.namespaced,
          ...(sub.group !== undefined
            ? { group: sub.group, version: sub.version }
            : {}),
          kind: sub.kind,
          verbs: sub.verbs,
        })),
      ]),
    };
  }

  /** GET /api and /apis in the aggregated form, which tells everything at once. */
  aggregated(core: boolean): Record<string, unknown> {
    const resources = servedResources(this.registry);
    const groups = core ? [''] : groupsInOrder(resources);
    return {
      kind: 'APIGroupDiscoveryList',
      apiVersion: 'apidiscovery.k8s.io/v2',
      metadata: {},
      items: groups.map(name => ({
        metadata: name
          ? { name, creationTimestamp: null }
          : { creationTimestamp: null },
        versions: versionsOf(resources, name).map(version => ({
          version,
          freshness: 'Current',
          resources: resources
            .filter(r => r.group === name && r.version === version)
            .map(r => ({
              resource: r.plural,
              responseKind: {
                group: r.group,
                version: r.version,
                kind: r.kind,
              },
              scope: r.namespaced ? 'Namespaced' : 'Cluster',
              singularResource: r.singular,
              verbs: r.verbs,
              shortNames: r.shortNames,
              categories: r.categories,
              subresources: r.subresources.map(sub => ({
                subresource: sub.name,
                responseKind: {
                  group: sub.group ?? r.group,
                  version: sub.version ?? r.version,
                  kind: sub.kind,
                },
                verbs: sub.verbs,
              })),
            })),
        })),
      })),
    };
  }
}
