import { ApiStatusError, type StatusCause } from '../ApiStatusError';
import { apiVersionOf, type ResourceType } from '../registry/ResourceType';
import { builtinSchema } from '../schema/builtinSchemas';
import { checkRules } from '../schema/celRules';
import { decodeBuiltin, missingFields } from '../schema/decodeBuiltin';
import { applyDefaults, dropNulls } from '../schema/defaults';
import type { Schema } from '../schema/Schema';
import { pruneUnknown } from '../schema/unknownFields';
import { validateValue } from '../schema/validateValue';
import type { SandboxObject } from '../../types';

/** What to do with fields that the schema does not know. */
export interface FieldValidation {
  fieldValidation?: 'Ignore' | 'Warn' | 'Strict';
  warnings?: string[];
}

/** The schema that a kind is held to, be it built in or from a CRD. */
export function schemaOf(type: ResourceType): Schema | undefined {
  return type.custom
    ? type.schema
    : builtinSchema(apiVersionOf(type), type.kind);
}

/** The 400 of strict decoding. */
export function strictDecodingError(
  type: ResourceType,
  problems: string[],
): ApiStatusError {
  return ApiStatusError.badRequest(
    `${type.kind} in version "${type.version}" cannot be handled as a ${
      type.kind
    }: strict decoding error: ${problems.join(', ')}`,
  );
}

function reportUnknown(
  type: ResourceType,
  paths: string[],
  { fieldValidation, warnings }: FieldValidation,
): void {
  if (!paths.length) return;
  const problems = paths.map(path => `unknown field "${path}"`);
  if (fieldValidation === 'Strict') throw strictDecodingError(type, problems);
  if (fieldValidation === 'Warn') warnings?.push(...problems);
}

function customCauses(
  schema: Schema,
  object: SandboxObject,
  old?: SandboxObject,
) {
  const causes = validateValue(schema, object, '', true);
  return causes.length ? causes : checkRules(schema, object, old);
}

/** An update may keep what was already wrong before it, e.g. because the CRD became stricter since. */
function newCauses(
  causes: StatusCause[],
  schema: Schema,
  old: SandboxObject | undefined,
): StatusCause[] {
  if (!causes.length || !old) return causes;
  const known = new Set(
    validateValue(schema, old, '', true).map(c => `${c.field} ${c.message}`),
  );
  return causes.filter(c => !known.has(`${c.field} ${c.message}`));
}

/** Prunes, defaults and validates an object by the schema of its kind. Changes `object`; throws 400 or 422. */
export function assertSchema(
  type: ResourceType,
  object: SandboxObject,
  options: FieldValidation,
  old?: SandboxObject,
): void {
  const schema = schemaOf(type);
  if (!schema) return;
  if (!type.custom) {
    dropNulls(schema, object);
    // An absent spec is an empty one, as in a struct.
    if (schema.properties?.spec?.$ref) object.spec ??= {};
    decodeBuiltin(schema, object, type.kind, type.version);
    reportUnknown(type, pruneUnknown(schema, object), options);
    applyDefaults(schema, object);
    const missing = missingFields(schema, object);
    if (missing.length) {
      throw ApiStatusError.invalid(
        type,
        object.metadata.name,
        missing.map(field => ({
          reason: 'FieldValueRequired',
          field,
          message: 'Required value',
        })),
      );
    }
    return;
  }
  reportUnknown(type, pruneUnknown(schema, object), options);
  applyDefaults(schema, object);
  const causes = newCauses(customCauses(schema, object, old), schema, old);
  if (causes.length) {
    throw ApiStatusError.invalid(type, object.metadata.name, causes);
  }
}
