import type { JsonObject } from '@backstage/types';

const text = { type: 'string', minLength: 1 };
const name = {
  type: 'string',
  pattern: '^[a-z]([-a-z0-9]*[a-z0-9])?$',
  maxLength: 40,
};
const identifier = {
  type: 'string',
  pattern: '^[a-z][a-zA-Z0-9]*$',
  maxLength: 40,
};
const expression = { type: 'string', minLength: 1, maxLength: 4_000 };
const duration = { type: 'string', pattern: '^[0-9]{1,6}(s|m|h)$' };
const uuid = { type: 'string', format: 'uuid' };
const amount = { type: 'number', minimum: 0 };
const scalar = { type: ['string', 'integer', 'boolean'] };
const kind = {
  apiVersion: { type: 'string', pattern: '^([a-z0-9.-]+/)?v[0-9][a-z0-9]*$' },
  kind: { type: 'string', pattern: '^[A-Z][A-Za-z0-9]*$' },
};

/** An object with just these keys; those that end in `?` may be absent. */
function object(properties: JsonObject): JsonObject {
  const entries = Object.entries(properties).map(
    ([key, value]) => [key.replace('?', ''), value] as const,
  );
  return {
    type: 'object',
    additionalProperties: false,
    required: Object.keys(properties).filter(key => !key.endsWith('?')),
    properties: Object.fromEntries(entries),
  };
}

const list = (items: JsonObject, minItems = 0): JsonObject => ({
  type: 'array',
  items,
  minItems,
});
const mapOf = (
  additionalProperties: JsonObject,
  propertyNames: JsonObject = identifier,
): JsonObject => ({ type: 'object', additionalProperties, propertyNames });

const localized = object({ en: text, zh: text });
const labels = {
  type: 'object',
  minProperties: 1,
  additionalProperties: { type: 'string' },
};

const limit = {
  'enum?': list(scalar, 1),
  'minimum?': { type: 'integer' },
  'maximum?': { type: 'integer' },
  'x-minimum?': { type: 'string', format: 'k8s-quantity' },
  'x-maximum?': { type: 'string', format: 'k8s-quantity' },
};

const parameter = object({
  ...limit,
  type: { enum: ['string', 'integer', 'boolean'] },
  'format?': { enum: ['k8s-quantity'] },
  'default?': scalar,
  'minLength?': { type: 'integer', minimum: 0 },
  'maxLength?': { type: 'integer', minimum: 1 },
  'pattern?': { type: 'string', format: 'regex' },
  'not?': object({ enum: list(scalar, 1) }),
  'examples?': list(scalar, 1),
  'x-title': localized,
  'x-description?': localized,
  'x-unit?': text,
  'x-mutable?': { enum: [true, 'increase-only'] },
});

const parameters = object({
  type: { const: 'object' },
  additionalProperties: { const: false },
  'required?': list(identifier),
  properties: mapOf(parameter),
});

const template = {
  type: 'object',
  required: ['apiVersion', 'kind', 'metadata'],
  properties: {
    ...kind,
    metadata: {
      type: 'object',
      required: ['name'],
      properties: { name: text },
    },
  },
};

const resource = object({
  id: identifier,
  'primary?': { type: 'boolean' },
  'includeWhen?': expression,
  'generate?': mapOf(
    object({
      length: { type: 'integer', minimum: 16, maximum: 128 },
      'charset?': { enum: ['alnum'] },
    }),
    { type: 'string', pattern: '^[-._a-zA-Z0-9]+$' },
  ),
  template,
});

const observe = object({
  id: identifier,
  ...kind,
  name: text,
  'includeWhen?': expression,
});

const status = {
  'failed?': list(
    object({
      when: expression,
      reason: { type: 'string', pattern: '^[A-Z][A-Za-z0-9]*$' },
      'message?': text,
      for: duration,
    }),
  ),
  ready: expression,
  'progress?': text,
  'warnings?': expression,
};

const plan = object({
  id: uuid,
  name,
  title: localized,
  description: localized,
  bullets: list(localized, 1),
  'recommended?': { type: 'boolean' },
  highAvailability: { type: 'boolean' },
  'defaults?': mapOf(scalar),
  'fixed?': mapOf(scalar),
  'limits?': mapOf(object(limit)),
  'upgradesTo?': list(name),
  price: object({
    'base?': amount,
    'perCore?': amount,
    'perMemoryGi?': amount,
    'perStorageGi?': amount,
    'amount?': expression,
  }),
});

const binding = object({
  strategy: { enum: ['shared', 'customResource', 'fold'] },
  'parameters?': parameters,
  'resources?': list(resource),
  'observe?': list(observe),
  'status?': object(status),
  credentials: object({
    type: name,
    provider: text,
    fields: mapOf(
      {
        ...object({
          secretKeyRef: object({ name: text, key: text }),
        }),
        type: ['string', 'object'],
      },
      { type: 'string', pattern: '^[a-z][-._a-zA-Z0-9]*$' },
    ),
    'uri?': text,
  }),
  'revoke?': object({ template }),
});

const selected = { ...kind, labels };

const deletion = object({
  order: list(
    {
      type: ['string', 'object'],
      if: { type: 'object', required: ['resource'] },
      then: object({ resource: identifier, 'orphanWhen?': expression }),
      else: { ...object(selected), type: ['string', 'object'] },
    },
    1,
  ),
  'leftovers?': list({
    ...object({
      ...kind,
      'labels?': labels,
      'names?': list(text, 1),
      'when?': expression,
    }),
    oneOf: [{ required: ['labels'] }, { required: ['names'] }],
  }),
});

const spec = object({
  display: object({
    title: text,
    description: localized,
    category: name,
    aliases: list(text, 1),
    'tags?': list(text),
    'support?': localized,
    'documentation?': text,
    expectedMinutes: { type: 'integer', minimum: 1 },
  }),
  osb: object({ serviceId: uuid }),
  requires: list(
    object({ ...kind, 'operator?': text, 'tested?': list(text) }),
    1,
  ),
  naming: object({
    maxLength: { type: 'integer', minimum: 12, maximum: 63 },
    pattern: { type: 'string', format: 'regex' },
  }),
  parameters,
  consumes: object({
    cpu: expression,
    memory: expression,
    storage: expression,
    volumes: expression,
  }),
  price: object({ currency: { type: 'string', pattern: '^[A-Z]{3}$' } }),
  plans: list(plan, 1),
  versions: object({
    default: text,
    available: list(
      object({
        name: text,
        'values?': { type: 'object' },
        'from?': list(text),
      }),
      1,
    ),
  }),
  'locals?': mapOf(expression),
  resources: list(resource, 1),
  'observe?': list(observe),
  status: object({
    ...status,
    timeouts: object({
      provision: duration,
      deprovision: duration,
      'bind?': duration,
    }),
  }),
  'outputs?': mapOf(text),
  endpoints: list(
    object({
      name,
      host: text,
      port: { type: ['integer', 'string'] },
      'includeWhen?': expression,
    }),
    1,
  ),
  'external?': object({
    service: text,
    port: { type: 'integer', minimum: 1, maximum: 65_535 },
  }),
  'binding?': binding,
  deletion,
});

/** JSON Schema (draft-07) of an offering file. */
export const offeringFileSchema: JsonObject = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Jimu offering',
  ...object({
    apiVersion: { const: 'jimu.dev/v1alpha1' },
    kind: { const: 'Offering' },
    metadata: object({ name }),
    spec,
  }),
};
