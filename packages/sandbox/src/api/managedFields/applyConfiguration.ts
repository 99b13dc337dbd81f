import { ApiStatusError } from '../ApiStatusError';
import { apiVersionOf, type ResourceType } from '../registry/ResourceType';
import { isJsonObject } from '../schema/json';
import type { Schema } from '../schema/Schema';
import { keepsUnknown } from '../schema/structure';
import { schemaOf } from '../validation/assertSchema';
import type { SandboxObject } from '../../types';
import { displayPath, FieldSet, type FieldPath } from './FieldSet';
import { isSameOwner, ownable, readOwners, type FieldOwner } from './managers';
import { elementOf, schemaOfField, schemaOfItem, topologyOf } from './topology';
import {
  collectFields,
  compareTyped,
  mergeTyped,
  removeFields,
} from './typedValues';

/** What the outcome of an apply is, before defaults and admission. */
export interface Applied {
  object: SandboxObject;
  /** Fields that the applying manager owns from now on. */
  fields: FieldSet;
}

/** Who applies and how. */
export interface ApplyOptions {
  fieldManager: string;
  force: boolean;
  subresource?: string;
}

function describe(owner: FieldOwner): string {
  const who = owner.subresource
    ? `"${owner.manager}" with subresource "${owner.subresource}"`
    : `"${owner.manager}"`;
  return owner.operation === 'Update'
    ? `${who} using ${owner.apiVersion}`
    : who;
}

function conflictError(conflicts: [FieldOwner, FieldSet][]): ApiStatusError {
  const causes = conflicts.flatMap(([owner, fields]) =>
    [...fields].map(path => ({
      reason: 'FieldManagerConflict',
      message: `conflict with ${describe(owner)}`,
      field: displayPath(path),
    })),
  );
  const text =
    causes.length === 1
      ? `${causes[0].message}: ${causes[0].field}`
      : conflicts
          .map(
            ([owner, fields]) =>
              `conflicts with ${describe(owner)}:\n${[...fields]
                .map(path => `- ${displayPath(path)}`)
                .join('\n')}`,
          )
          .join('\n');
  return new ApiStatusError(
    409,
    'Conflict',
    `Apply failed with ${causes.length} conflict${
      causes.length > 1 ? 's' : ''
    }: ${text}`,
    { causes },
  );
}

/** Problems that keep a configuration from being read by its schema. */
function typingProblems(
  schema: Schema | undefined,
  value: unknown,
  path: FieldPath,
): string[] {
  if (!schema) return [];
  const at = displayPath(path);
  if (Array.isArray(value)) {
    const topology = topologyOf(schema, value);
    const seen = new Set<string>();
    return value.flatMap((item, i) => {
      if (topology === 'atomic') {
        return typingProblems(schemaOfItem(schema), item, [...path, `i:${i}`]);
      }
      const element = elementOf(schema, item);
      if (!element) {
        const keys = schema['x-kubernetes-list-map-keys'] ?? [];
        const missing = keys.find(
          k => !isJsonObject(item) || item[k] === undefined,
        );
        return [
          `${at}: element ${i}: associative list with keys has an element that omits key field "${missing}" (and doesn't have default value)`,
        ];
      }
      if (seen.has(element)) {
        const shown = displayPath([element]);
        return [`${at}: duplicate entries for key ${shown}`];
      }
      seen.add(element);
      return typingProblems(schemaOfItem(schema), item, [...path, element]);
    });
  }
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const field = schemaOfField(schema, key, !path.length);
    if (!field) {
      return keepsUnknown(schema)
        ? []
        : [
            `${displayPath([
              ...path,
              `f:${key}`,
            ])}: field not declared in schema`,
          ];
    }
    return typingProblems(field, item, [...path, `f:${key}`]);
  });
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) =>
      item === null ? [] : [[key, withoutNulls(item)]],
    ),
  );
}

/** Server-side apply: merges, checks for conflicts with other managers, drops what the manager no longer wants. */
export function applyConfiguration(
  type: ResourceType,
  live: SandboxObject | undefined,
  configuration: SandboxObject,
  options: ApplyOptions,
): Applied {
  const schema = schemaOf(type);
  const config = withoutNulls(configuration) as SandboxObject;
  const problems = typingProblems(schema, config, []);
  if (problems.length) {
    throw ApiStatusError.badRequest(
      `failed to create typed patch object (${[
        config.metadata.namespace,
        config.metadata.name,
      ]
        .filter(Boolean)
        .join('/')}; ${apiVersionOf(type)}, Kind=${type.kind}): ${
        problems.length > 1
          ? `errors:\n${problems.map(p => `  ${p}`).join('\n')}`
          : problems[0]
      }`,
    );
  }
  const all = new FieldSet();
  collectFields(schema, config, [], all);
  const fields = ownable(all, type.hasStatus, options.subresource);
  if (!live) return { object: config, fields };

  const self = {
    manager: options.fieldManager,
    operation: 'Apply' as const,
    subresource: options.subresource,
  };
  const owners = readOwners(live);
  const others = owners.filter(owner => !isSameOwner(owner, self));
  const before = owners.find(owner => isSameOwner(owner, self))?.fields;
  let object = mergeTyped(schema, live, config) as SandboxObject;
  if (before) {
    const kept = others.reduce((set, owner) => set.union(owner.fields), fields);
    const gone = before.minus(kept);
    if (gone.size) {
      object = removeFields(schema, object, gone, kept) as SandboxObject;
    }
  }
  if (!options.force) {
    const { changed } = compareTyped(schema, live, object);
    const mine = ownable(changed, type.hasStatus, options.subresource);
    const conflicts = others
      .map(
        owner =>
          [owner, owner.fields.intersect(mine)] as [FieldOwner, FieldSet],
      )
      .filter(([, shared]) => shared.size > 0);
    if (conflicts.length) throw conflictError(conflicts);
  }
  return { object, fields };
}
