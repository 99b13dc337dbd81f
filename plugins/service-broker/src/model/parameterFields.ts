import type {
  JsonObject,
  JsonValue,
  LocalizedText,
  ParameterSchema,
} from '@jimu/plugin-service-broker-common';
import type { QuantityUnit } from './quantity';

/** A value as the form holds it. Text that is not yet a number stays text, so that nothing typed is lost. */
export type FormValue = string | number | boolean;
export type FormValues = Record<string, FormValue | undefined>;

interface FieldCommon {
  name: string;
  title: LocalizedText;
  description?: LocalizedText;
  required: boolean;
  default?: FormValue;
  /** Whether it can be changed later, as the offering says. */
  mutable: 'never' | 'always' | 'increase-only';
  /** Belongs to the folded section: neither a size nor required. */
  advanced: boolean;
}

/** One parameter, reduced to what a form needs to know. */
export type ParameterField = FieldCommon &
  (
    | {
        kind: 'quantity';
        unit: QuantityUnit;
        minimum?: string;
        maximum?: string;
      }
    | { kind: 'choice'; options: FormValue[]; unit?: string }
    | {
        kind: 'number';
        integer: boolean;
        minimum?: number;
        maximum?: number;
        unit?: string;
      }
    | { kind: 'boolean' }
    | {
        kind: 'text';
        pattern?: string;
        minLength?: number;
        maxLength?: number;
        example?: string;
        /** Words that are not to be used. */
        reserved?: string[];
      }
  );

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isScalar = (value: JsonValue | undefined): value is FormValue =>
  ['string', 'number', 'boolean'].includes(typeof value);

/** Units of numbers that say how large an instance is; other numbers tune it. */
const SIZE_UNITS: (string | undefined)[] = [undefined, 'nodes'];

const asNumber = (value: JsonValue | undefined) =>
  typeof value === 'number' ? value : undefined;
const asString = (value: JsonValue | undefined) =>
  typeof value === 'string' ? value : undefined;

function localized(value: JsonValue | undefined): LocalizedText | undefined {
  if (!isObject(value)) return undefined;
  const { en, zh } = value;
  if (typeof en !== 'string' || typeof zh !== 'string') return undefined;
  return { en, zh };
}

function quantityUnit(
  schema: JsonObject,
  fallback: JsonValue | undefined,
): QuantityUnit {
  const unit = schema['x-unit'];
  if (unit === 'bytes' || unit === 'cores') return unit;
  const samples = [fallback, schema['x-minimum'], schema['x-maximum']];
  return samples.some(s => typeof s === 'string' && /[KMGTPE]i$/.test(s))
    ? 'bytes'
    : 'plain';
}

function mutability(schema: JsonObject): FieldCommon['mutable'] {
  if (schema['x-mutable'] === true) return 'always';
  return schema['x-mutable'] === 'increase-only' ? 'increase-only' : 'never';
}

function reservedWords(not: JsonValue | undefined): string[] | undefined {
  if (!isObject(not) || !Array.isArray(not.enum)) return undefined;
  return not.enum.filter((word): word is string => typeof word === 'string');
}

function toField(
  name: string,
  schema: JsonObject,
  required: boolean,
  fallback: JsonValue | undefined,
): ParameterField {
  const value = fallback ?? schema.default;
  const common = {
    name,
    title: localized(schema['x-title']) ?? { en: name, zh: name },
    description: localized(schema['x-description']),
    required,
    default: isScalar(value) ? value : undefined,
    mutable: mutability(schema),
  };
  const unit = asString(schema['x-unit']);
  if (Array.isArray(schema.enum)) {
    const options = schema.enum.filter(isScalar);
    // Counts of nodes are a size; access modes and the like are details.
    const advanced = !required && !options.every(o => typeof o === 'number');
    return { ...common, kind: 'choice', options, unit, advanced };
  }
  if (schema.format === 'k8s-quantity') {
    return {
      ...common,
      kind: 'quantity',
      unit: quantityUnit(schema, value),
      minimum: asString(schema['x-minimum']),
      maximum: asString(schema['x-maximum']),
      advanced: false,
    };
  }
  if (schema.type === 'boolean') {
    return { ...common, kind: 'boolean', advanced: !required };
  }
  if (schema.type === 'integer' || schema.type === 'number') {
    return {
      ...common,
      kind: 'number',
      integer: schema.type === 'integer',
      minimum: asNumber(schema.minimum),
      maximum: asNumber(schema.maximum),
      unit,
      advanced: !required && !SIZE_UNITS.includes(unit),
    };
  }
  const examples = Array.isArray(schema.examples) ? schema.examples : [];
  return {
    ...common,
    kind: 'text',
    pattern: asString(schema.pattern),
    minLength: asNumber(schema.minLength),
    maxLength: asNumber(schema.maxLength),
    example: asString(examples[0]),
    reserved: reservedWords(schema.not),
    advanced: !required,
  };
}

/**
 * The form fields of a parameter schema, in the schema's order. `defaults` (a plan's effective values) win over the schema's.
 * Properties of kinds outside the contract (objects, arrays) are left out: they cannot be entered in a field.
 */
export function parameterFields(
  schema: ParameterSchema,
  defaults: JsonObject = {},
): ParameterField[] {
  const properties = isObject(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(properties).flatMap(([name, property]) =>
    isObject(property) && !['object', 'array'].includes(String(property.type))
      ? [toField(name, property, required.includes(name), defaults[name])]
      : [],
  );
}

/** What the form starts with: the defaults. */
export function initialValues(fields: ParameterField[]): FormValues {
  return Object.fromEntries(
    fields
      .filter(field => field.default !== undefined)
      .map(field => [field.name, field.default]),
  );
}

/** The parameters to send: what was set and differs from the default. */
export function chosenParameters(
  fields: ParameterField[],
  values: FormValues,
): JsonObject {
  const chosen: JsonObject = {};
  for (const field of fields) {
    const value = values[field.name];
    if (value !== undefined && value !== '' && value !== field.default) {
      chosen[field.name] = value;
    }
  }
  return chosen;
}
