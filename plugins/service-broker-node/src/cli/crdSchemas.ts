import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { parseAllDocuments } from 'yaml';
import type { JsonObject, JsonValue } from '@backstage/types';

/** Validators by `apiVersion kind`. */
export type CrdValidators = Map<string, ValidateFunction>;

const MAX_DEPTH = 4;

async function yamlFiles(folder: string, depth = 0): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async entry => {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) {
        return depth < MAX_DEPTH ? yamlFiles(file, depth + 1) : [];
      }
      return /\.ya?ml$/.test(entry.name) ? [file] : [];
    }),
  );
  return found.flat();
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What the API server adds to the schema of an embedded or top-level object. */
const OBJECT_FIELDS = {
  apiVersion: { type: 'string' },
  kind: { type: 'string' },
  metadata: { type: 'object' },
};

/**
 * A structural schema as `fieldValidation=Strict` reads it: fields that are not named are refused, unless the schema keeps
 * unknown ones.
 */
function strict(schema: JsonValue | undefined, isRoot = false): JsonValue {
  if (!isObject(schema)) return schema ?? true;
  const {
    properties,
    items,
    additionalProperties,
    nullable,
    'x-kubernetes-int-or-string': intOrString,
    'x-kubernetes-preserve-unknown-fields': preserves,
    'x-kubernetes-embedded-resource': embedded,
    ...rest
  } = schema;
  if (intOrString) {
    const { type: _, anyOf: __, ...others } = rest;
    return { ...others, type: ['integer', 'string'] };
  }
  const result: JsonObject = { ...rest };
  for (const key of ['allOf', 'anyOf', 'oneOf', 'not', 'default']) {
    delete result[key];
  }
  const named = {
    ...(isRoot || embedded ? OBJECT_FIELDS : {}),
    ...(isObject(properties) ? properties : {}),
  };
  if (Object.keys(named).length > 0) {
    result.properties = Object.fromEntries(
      Object.entries(named).map(([key, value]) => [
        key,
        key === 'metadata' && (isRoot || embedded)
          ? { type: 'object' }
          : strict(value),
      ]),
    );
  }
  if (items !== undefined) result.items = strict(items);
  if (isObject(additionalProperties)) {
    result.additionalProperties = strict(additionalProperties);
  } else if (
    rest.type === 'object' &&
    !preserves &&
    additionalProperties !== true
  ) {
    result.additionalProperties = false;
  }
  if (nullable && typeof rest.type === 'string') {
    result.type = [rest.type, 'null'];
  }
  return result;
}

function createAjv(): Ajv {
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats(ajv);
  for (const format of ['int32', 'int64', 'float', 'double', 'quantity']) {
    ajv.addFormat(format, true);
  }
  return ajv;
}

interface CrdVersion {
  name: string;
  served: boolean;
  schema?: { openAPIV3Schema?: JsonValue };
}

/**
 * Reads the CustomResourceDefinitions below a folder; other YAML in it is passed over. Schemas are compiled at first use,
 * since some are megabytes.
 *
 * @throws Error when the folder cannot be read
 */
export async function readCrds(
  folder: string,
): Promise<(apiVersion: string, kind: string) => ValidateFunction | undefined> {
  const schemas = new Map<string, JsonValue>();
  for (const file of await yamlFiles(folder)) {
    const text = await readFile(file, 'utf8');
    if (!text.includes('CustomResourceDefinition')) continue;
    for (const document of parseAllDocuments(text)) {
      const crd = document.toJS() as {
        kind?: string;
        spec?: {
          group: string;
          names: { kind: string };
          versions: CrdVersion[];
        };
      } | null;
      if (crd?.kind !== 'CustomResourceDefinition' || !crd.spec) continue;
      const { group, names, versions } = crd.spec;
      for (const { name, served, schema } of versions) {
        const openApi = schema?.openAPIV3Schema;
        if (served && openApi !== undefined) {
          schemas.set(`${group}/${name} ${names.kind}`, openApi);
        }
      }
    }
  }
  const ajv = createAjv();
  const compiled: CrdValidators = new Map();
  return (apiVersion, kind) => {
    const key = `${apiVersion} ${kind}`;
    const schema = schemas.get(key);
    if (schema !== undefined && !compiled.has(key)) {
      compiled.set(key, ajv.compile(strict(schema, true) as JsonObject));
    }
    return compiled.get(key);
  };
}
