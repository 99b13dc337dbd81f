import { isIP } from 'node:net';
import { Environment } from '@marcbachmann/cel-js';
import type { StatusCause } from '../ApiStatusError';
import { resolveSchema } from './builtinSchemas';
import { fieldPath, isJsonObject } from './json';
import { quantityInNano } from './quantities';
import type { Schema, ValidationRule } from './Schema';
import { fieldSchema, isEmbedded } from './structure';

/** A quantity as rules see it. */
class Quantity {
  readonly nano: bigint;
  constructor(nano: bigint) {
    this.nano = nano;
  }
}

const parseQuantity = (text: string) => {
  const nano = quantityInNano(text);
  if (nano === undefined) throw new Error(`${text} is not a quantity`);
  return new Quantity(nano);
};

const isUrl = (text: string) => {
  try {
    return Boolean(new URL(text));
  } catch {
    return false;
  }
};

const environment = new Environment({
  unlistedVariablesAreDyn: true,
  homogeneousAggregateLiterals: false,
  enableOptionalTypes: true,
})
  .registerVariable('self', 'dyn')
  .registerVariable('oldSelf', 'dyn')
  .registerType('Quantity', { ctor: Quantity, fields: {} })
  .registerFunction('quantity(string): Quantity', parseQuantity)
  .registerFunction(
    'isQuantity(string): bool',
    (text: string) => quantityInNano(text) !== undefined,
  )
  .registerFunction(
    'Quantity.isGreaterThan(Quantity): bool',
    (a: Quantity, b: Quantity) => a.nano > b.nano,
  )
  .registerFunction(
    'Quantity.isLessThan(Quantity): bool',
    (a: Quantity, b: Quantity) => a.nano < b.nano,
  )
  .registerFunction(
    'Quantity.compareTo(Quantity): int',
    (a: Quantity, b: Quantity) =>
      a.nano === b.nano ? 0n : BigInt(a.nano < b.nano ? -1 : 1),
  )
  .registerFunction('isIP(string): bool', (text: string) => isIP(text) !== 0)
  .registerFunction('isURL(string): bool', isUrl);

type Evaluate = (variables: Record<string, unknown>) => unknown;

const compiled = new Map<string, Evaluate | undefined>();
const unrunnable = new Set<string>();

function compile(rule: string): Evaluate | undefined {
  if (!compiled.has(rule)) {
    try {
      const parsed = environment.parse(rule);
      compiled.set(rule, variables => parsed(variables));
    } catch {
      compiled.set(rule, undefined);
      unrunnable.add(rule);
    }
  }
  return compiled.get(rule);
}

/** How many rules of the CRDs seen so far the expression library could not run; those are not enforced. */
export function unrunnableRules(): number {
  return unrunnable.size;
}

const reserved = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
);

/** Field names as rules write them: words of CEL and signs that names cannot have are spelt out. */
function escapeName(name: string): string {
  if (reserved.has(name)) return `__${name}__`;
  return name
    .replaceAll('__', '__underscores__')
    .replaceAll('.', '__dot__')
    .replaceAll('-', '__dash__')
    .replaceAll('/', '__slash__');
}

/** Numbers are integers to CEL only as BigInt. */
function toCel(schema: Schema, value: unknown): unknown {
  if (typeof value === 'number') {
    return schema.type === 'number' || !Number.isSafeInteger(value)
      ? value
      : BigInt(value);
  }
  if (typeof value === 'string' && schema.format === 'date-time') {
    return new Date(value);
  }
  if (Array.isArray(value)) {
    const items = resolveSchema(schema.items ?? {});
    return Array.from(value, item => toCel(items, item));
  }
  if (isJsonObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        schema.properties && Object.hasOwn(schema.properties, key)
          ? escapeName(key)
          : key,
        toCel(fieldSchema(schema, key, false) ?? {}, item),
      ]),
    );
  }
  return value;
}

function check(
  rule: ValidationRule,
  variables: Record<string, unknown>,
  path: string,
  value: unknown,
): StatusCause[] {
  const evaluate = compile(rule.rule);
  if (!evaluate) return [];
  try {
    if (evaluate(variables) !== false) return [];
  } catch {
    unrunnable.add(rule.rule);
    return [];
  }
  let message = rule.message ?? `failed rule: ${rule.rule.trim()}`;
  if (rule.messageExpression) {
    try {
      const text = compile(rule.messageExpression)?.(variables);
      if (typeof text === 'string' && text) message = text;
    } catch {
      unrunnable.add(rule.messageExpression);
    }
  }
  const field = `${path}${rule.fieldPath ?? ''}` || '<nil>';
  const shown = isJsonObject(value) ? '"object"' : JSON.stringify(value);
  if (rule.reason === 'FieldValueForbidden') {
    return [{ reason: rule.reason, field, message: `Forbidden: ${message}` }];
  }
  if (rule.reason === 'FieldValueRequired') {
    return [
      { reason: rule.reason, field, message: `Required value: ${message}` },
    ];
  }
  return [
    {
      reason: rule.reason ?? 'FieldValueInvalid',
      field,
      message: `Invalid value: ${shown}: ${message}`,
    },
  ];
}

function counterpart(
  schema: Schema,
  item: unknown,
  old: unknown,
): unknown | undefined {
  const keys = schema['x-kubernetes-list-map-keys'];
  if (!keys || !Array.isArray(old) || !isJsonObject(item)) return undefined;
  return old.find(
    other => isJsonObject(other) && keys.every(k => other[k] === item[k]),
  );
}

/** Causes for the rules in `x-kubernetes-validations` that do not hold. `old`: the value before, absent on create. */
export function checkRules(
  schema: Schema,
  value: unknown,
  old: unknown,
  path = '',
  isResource = true,
): StatusCause[] {
  const causes: StatusCause[] = [];
  const rules = schema['x-kubernetes-validations'];
  if (rules?.length) {
    const variables: Record<string, unknown> = { self: toCel(schema, value) };
    if (old !== undefined) variables.oldSelf = toCel(schema, old);
    for (const rule of rules) {
      const isTransition = /\boldSelf\b/.test(rule.rule);
      if (isTransition && rule.optionalOldSelf) continue;
      if (!isTransition || old !== undefined) {
        causes.push(...check(rule, variables, path, value));
      }
    }
  }
  if (Array.isArray(value) && schema.items) {
    const items = resolveSchema(schema.items);
    value.forEach((item, i) => {
      causes.push(
        ...checkRules(
          items,
          item,
          counterpart(schema, item, old),
          `${path}[${i}]`,
          isEmbedded(items),
        ),
      );
    });
  } else if (isJsonObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      if (isResource && ['apiVersion', 'kind', 'metadata'].includes(key))
        continue;
      const field = fieldSchema(schema, key, false);
      if (field) {
        causes.push(
          ...checkRules(
            field,
            item,
            isJsonObject(old) ? old[key] : undefined,
            fieldPath(path, key),
            isEmbedded(field),
          ),
        );
      }
    }
  }
  return causes;
}
