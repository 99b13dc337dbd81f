import type { ResourceType } from '../registry/ResourceType';
import type { SandboxObject } from '../../types';

/** The kinds that a CustomResourceDefinition serves, one per served version. */
export function readDefinition(definition: SandboxObject): ResourceType[] {
  const { group, names, scope, versions = [] } = definition.spec;
  const storage = versions.find((v: any) => v.storage) ?? versions[0];
  return versions
    .filter((v: any) => v.served)
    .map(
      (v: any): ResourceType => ({
        group,
        version: v.name,
        kind: names.kind,
        listKind: names.listKind ?? `${names.kind}List`,
        plural: names.plural,
        singular: names.singular ?? names.kind.toLowerCase(),
        shortNames: names.shortNames ?? [],
        categories: names.categories ?? [],
        namespaced: scope === 'Namespaced',
        hasStatus: Boolean(v.subresources?.status),
        scale: v.subresources?.scale,
        hasGeneration: true,
        schema: v.schema?.openAPIV3Schema,
        printerColumns: v.additionalPrinterColumns,
        custom: true,
        storageVersion: storage.name,
        selectableFields: (v.selectableFields ?? []).map((f: any) =>
          f.jsonPath.replace(/^\./, ''),
        ),
      }),
    );
}
