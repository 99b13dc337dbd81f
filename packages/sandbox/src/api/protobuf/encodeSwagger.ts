import { isJsonObject } from '../schema/json';

type Json = Record<string, unknown>;

const kinds = { varint: 0, fixed64: 1, bytes: 2 } as const;

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    bytes.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return Buffer.from(bytes);
}

const tag = (field: number, kind: keyof typeof kinds) =>
  varint(field * 8 + kinds[kind]);

function chunk(field: number, content: string | Buffer): Buffer {
  const bytes = Buffer.from(content as string);
  return Buffer.concat([tag(field, 'bytes'), varint(bytes.length), bytes]);
}

const integer = (field: number, value: unknown) =>
  Buffer.concat([tag(field, 'varint'), varint(Math.trunc(Number(value)))]);

function double(field: number, value: unknown): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(Number(value));
  return Buffer.concat([tag(field, 'fixed64'), bytes]);
}

const chunks = (field: number, values: (string | Buffer)[]) =>
  Buffer.concat(values.map(value => chunk(field, value)));

/** `Any`: the value as YAML, of which JSON is a part. */
const any = (value: unknown) => chunk(2, JSON.stringify(value));

/** `NamedSchema` and `NamedAny`. */
const named = (name: string, value: Buffer) =>
  Buffer.concat([chunk(1, name), chunk(2, value)]);

const namedSchemas = (schemas: Json) =>
  chunks(
    1,
    Object.entries(schemas).map(([name, schema]) =>
      named(name, encodeSchema(schema as Json)),
    ),
  );

const text = (field: number) => (value: unknown) => chunk(field, String(value));
const whole = (field: number) => (value: unknown) => integer(field, value);
const real = (field: number) => (value: unknown) => double(field, value);

/** The fields of the message `Schema`; what Swagger 2 does not know (oneOf, anyOf, not, nullable) is left out. */
const schemaFields: Record<string, (value: any) => Buffer> = {
  format: text(2),
  title: text(3),
  description: text(4),
  default: value => chunk(5, any(value)),
  multipleOf: real(6),
  maximum: real(7),
  exclusiveMaximum: whole(8),
  minimum: real(9),
  exclusiveMinimum: whole(10),
  maxLength: whole(11),
  minLength: whole(12),
  pattern: text(13),
  maxItems: whole(14),
  minItems: whole(15),
  uniqueItems: whole(16),
  maxProperties: whole(17),
  minProperties: whole(18),
  required: value => chunks(19, value),
  enum: (value: unknown[]) => chunks(20, value.map(any)),
  additionalProperties: value =>
    chunk(
      21,
      isJsonObject(value) ? chunk(1, encodeSchema(value)) : integer(2, value),
    ),
  type: value => chunk(22, chunks(1, [value].flat())),
  items: value => chunk(23, chunk(1, encodeSchema(value))),
  properties: value => chunk(25, namedSchemas(value)),
  example: value => chunk(30, any(value)),
};

const beside = (key: string) =>
  key === 'description' || key === 'default' || key.startsWith('x-');

/** A reference has no type beside it, and readers of version 2 look for it in the schema itself, not in `allOf`. */
function withPlainReference(schema: Json): Json {
  const [only] = Array.isArray(schema.allOf) ? schema.allOf : [];
  const $ref = schema.$ref ?? only?.$ref;
  if ($ref === undefined) return schema;
  return {
    ...Object.fromEntries(Object.entries(schema).filter(([k]) => beside(k))),
    $ref,
  };
}

function encodeSchema(schema: Json): Buffer {
  return Buffer.concat(
    Object.entries(withPlainReference(schema)).map(([key, value]) => {
      if (value === undefined) return Buffer.alloc(0);
      if (key === '$ref') return chunk(1, String(value));
      if (key.startsWith('x-')) return chunk(31, named(key, any(value)));
      return Object.hasOwn(schemaFields, key)
        ? schemaFields[key](value)
        : Buffer.alloc(0);
    }),
  );
}

/**
 * A Swagger 2 document that has definitions and no paths, as the message `openapi.v2.Document`: the only form in which
 * kubectl asks for it.
 */
export function encodeSwagger(document: {
  swagger: string;
  info: { title: string; version: string };
  definitions: Json;
}): Buffer {
  const { swagger, info, definitions } = document;
  return Buffer.concat([
    chunk(1, swagger),
    chunk(2, Buffer.concat([chunk(1, info.title), chunk(2, info.version)])),
    chunk(8, ''),
    chunk(9, namedSchemas(definitions)),
  ]);
}
