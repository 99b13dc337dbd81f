import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { ObjectStore } from '../../store';
import type { SandboxApi, SandboxObject } from '../../types';
import operatorKinds from './operatorKinds.json';

interface OperatorKind {
  group: string;
  version: string;
  kind: string;
  plural: string;
  singular?: string;
  listKind?: string;
  shortNames?: string[];
  categories?: string[];
  scope: string;
  subresources?: unknown;
  columns?: unknown[];
}

const manager = 'sandbox';
const apiVersion = 'apiextensions.k8s.io/v1';
const kind = 'CustomResourceDefinition';

function openDefinition(entry: OperatorKind): SandboxObject {
  const anything = {
    type: 'object',
    'x-kubernetes-preserve-unknown-fields': true,
  };
  return {
    apiVersion,
    kind,
    metadata: { name: `${entry.plural}.${entry.group}` },
    spec: {
      group: entry.group,
      scope: entry.scope,
      names: {
        kind: entry.kind,
        plural: entry.plural,
        singular: entry.singular ?? entry.kind.toLowerCase(),
        listKind: entry.listKind ?? `${entry.kind}List`,
        ...(entry.shortNames ? { shortNames: entry.shortNames } : {}),
        ...(entry.categories ? { categories: entry.categories } : {}),
      },
      versions: [
        {
          name: entry.version,
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              ...anything,
              properties: { spec: anything, status: anything },
            },
          },
          ...(entry.subresources ? { subresources: entry.subresources } : {}),
          ...(entry.columns ? { additionalPrinterColumns: entry.columns } : {}),
        },
      ],
    },
  };
}

/** Makes the operators' kinds known that have no definition yet, with schemas that let everything through. */
export function installOpenDefinitions(api: SandboxApi): void {
  for (const entry of operatorKinds as OperatorKind[]) {
    const name = `${entry.plural}.${entry.group}`;
    if (!api.get({ apiVersion, kind, name })) api.create(openDefinition(entry));
  }
}

function yamlFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name))
    .sort();
}

/**
 * Installs every CustomResourceDefinition found in YAML files below a folder. A file that has not changed since the last
 * start is not read again. Answers how many definitions were written.
 */
export function installDefinitionsFrom(
  folder: string,
  api: SandboxApi,
  store: ObjectStore,
  log: (message: string) => void,
): number {
  let written = 0;
  for (const file of yamlFiles(folder)) {
    const text = readFileSync(file, 'utf8');
    if (!/^kind:\s*["']?CustomResourceDefinition/m.test(text)) continue;
    const digest = createHash('sha256').update(text).digest('hex');
    const fact = `definition:${file}`;
    if (store.fact(fact) === digest) continue;
    let isComplete = true;
    for (const document of parseAllDocuments(text)) {
      const object = document.toJS() as SandboxObject | null;
      if (object?.kind !== kind) continue;
      const { status: _status, ...definition } = object;
      delete definition.metadata.creationTimestamp;
      try {
        api.apply(definition, manager);
        written += 1;
      } catch (error) {
        isComplete = false;
        log(`${file}: ${object.metadata?.name} is not served: ${error}`);
      }
    }
    if (isComplete) store.setFact(fact, digest);
  }
  return written;
}
