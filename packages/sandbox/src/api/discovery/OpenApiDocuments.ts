import { createHash } from 'node:crypto';
import { patchTypes } from '../http/applyPatchBody';
import { encodeSwagger } from '../protobuf/encodeSwagger';
import type { ResourceRegistry } from '../registry/ResourceRegistry';
import { apiVersionOf, type ResourceType } from '../registry/ResourceType';
import {
  builtinDefinitionName,
  builtinDefinitions,
} from '../schema/builtinSchemas';
import { isJsonObject } from '../schema/json';
import type { Schema } from '../schema/Schema';

const refPrefix = '#/components/schemas/';

function collectRefs(value: unknown, into: Set<string>): void {
  if (Array.isArray(value)) value.forEach(item => collectRefs(item, into));
  else if (isJsonObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      if (key === '$ref' && typeof item === 'string') {
        if (!into.has(item)) {
          into.add(item);
          collectRefs(builtinDefinitions()[item], into);
        }
      } else collectRefs(item, into);
    }
  }
}

/** References as OpenAPI writes them; beside other keys a reference stands in `allOf`. */
function withPointers(value: unknown, prefix: string): unknown {
  if (Array.isArray(value))
    return value.map(item => withPointers(item, prefix));
  if (!isJsonObject(value)) return value;
  const { $ref, ...rest } = value;
  const others = Object.fromEntries(
    Object.entries(rest).map(([key, item]) => [
      key,
      withPointers(item, prefix),
    ]),
  );
  if (typeof $ref !== 'string') return others;
  const reference = { $ref: `${prefix}${$ref}` };
  return Object.keys(others).length
    ? { ...others, allOf: [reference] }
    : reference;
}

const definitionName = (type: ResourceType) =>
  builtinDefinitionName(apiVersionOf(type), type.kind) ??
  [...type.group.split('.').reverse(), type.version, type.kind]
    .filter(Boolean)
    .join('.');

function rootSchema(type: ResourceType): Schema {
  const name = builtinDefinitionName(apiVersionOf(type), type.kind);
  const schema: Schema = name
    ? builtinDefinitions()[name]
    : type.schema ?? { type: 'object' };
  return {
    ...schema,
    properties: {
      ...schema.properties,
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: { $ref: 'V1ObjectMeta' },
    },
    ...({
      'x-kubernetes-group-version-kind': [
        { group: type.group, version: type.version, kind: type.kind },
      ],
    } as object),
  };
}

const parameter = (name: string, type = 'string') => ({
  name,
  in: 'query',
  schema: { type, uniqueItems: true },
});
const writeParameters = [
  parameter('dryRun'),
  parameter('fieldManager'),
  parameter('fieldValidation'),
];

function pathsOf(type: ResourceType): Record<string, unknown> {
  const root = type.group
    ? `/apis/${type.group}/${type.version}`
    : `/api/${type.version}`;
  const collection = `${root}${
    type.namespaced ? '/namespaces/{namespace}' : ''
  }/${type.plural}`;
  const gvk = {
    'x-kubernetes-group-version-kind': {
      group: type.group,
      version: type.version,
      kind: type.kind,
    },
  };
  const reference = { $ref: `${refPrefix}${definitionName(type)}` };
  const answer = {
    responses: {
      200: {
        description: 'OK',
        content: { 'application/json': { schema: reference } },
      },
    },
    ...gvk,
  };
  const body = (types: string[]) => ({
    requestBody: {
      content: Object.fromEntries(types.map(t => [t, { schema: reference }])),
    },
  });
  const inPath = (name: string) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string', uniqueItems: true },
  });
  const inNamespace = type.namespaced ? [inPath('namespace')] : [];
  return {
    [collection]: {
      get: { ...answer, 'x-kubernetes-action': 'list' },
      post: {
        ...answer,
        'x-kubernetes-action': 'post',
        parameters: writeParameters,
        ...body(['application/json', 'application/yaml']),
      },
      parameters: inNamespace,
    },
    [`${collection}/{name}`]: {
      get: { ...answer, 'x-kubernetes-action': 'get' },
      put: {
        ...answer,
        'x-kubernetes-action': 'put',
        parameters: writeParameters,
        ...body(['application/json', 'application/yaml']),
      },
      patch: {
        ...answer,
        'x-kubernetes-action': 'patch',
        parameters: [...writeParameters, parameter('force', 'boolean')],
        ...body(
          patchTypes
            .slice(0, 4)
            .filter(t => !type.custom || !t.includes('strategic')),
        ),
      },
      delete: { ...answer, 'x-kubernetes-action': 'delete' },
      parameters: [inPath('name'), ...inNamespace],
    },
  };
}

/** The OpenAPI documents, made when asked for and kept until the served kinds change. */
export class OpenApiDocuments {
  private readonly cache = new Map<string, string>();
  private swaggerMessage?: Buffer;

  constructor(private readonly registry: ResourceRegistry) {
    registry.onChange(() => {
      this.cache.clear();
      this.swaggerMessage = undefined;
    });
  }

  private cached(key: string, make: () => unknown): string {
    let text = this.cache.get(key);
    if (text === undefined) {
      text = JSON.stringify(make());
      this.cache.set(key, text);
    }
    return text;
  }

  private pathOf(type: { group: string; version: string }): string {
    return type.group
      ? `apis/${type.group}/${type.version}`
      : `api/${type.version}`;
  }

  /** GET /openapi/v3 */
  index(): string {
    return this.cached('index', () => ({
      paths: Object.fromEntries(
        [...new Set(this.registry.all().map(t => this.pathOf(t)))].map(path => [
          path,
          { serverRelativeURL: `/openapi/v3/${path}?hash=${this.hash(path)}` },
        ]),
      ),
    }));
  }

  private hash(path: string): string {
    return createHash('sha256')
      .update(this.document(path) ?? '')
      .digest('hex')
      .slice(0, 32)
      .toUpperCase();
  }

  /** GET /openapi/v3/<path>; `undefined` for a group that is not served. */
  document(path: string): string | undefined {
    const types = this.registry.all().filter(t => this.pathOf(t) === path);
    if (!types.length) return undefined;
    return this.cached(path, () => {
      const schemas: Record<string, unknown> = {};
      const refs = new Set<string>();
      for (const type of types) {
        const schema = rootSchema(type);
        collectRefs(schema, refs);
        schemas[definitionName(type)] = withPointers(schema, refPrefix);
      }
      for (const name of refs) {
        schemas[name] ??= withPointers(builtinDefinitions()[name], refPrefix);
      }
      return {
        openapi: '3.0.0',
        info: { title: 'Kubernetes', version: 'unversioned' },
        paths: Object.assign({}, ...types.map(pathsOf)),
        components: { schemas },
      };
    });
  }

  /** GET /openapi/v2: the definitions only. */
  swagger(): string {
    return this.cached('swagger', () => {
      const refs = new Set<string>();
      const definitions: Record<string, unknown> = {};
      for (const type of this.registry.all()) {
        const schema = rootSchema(type);
        collectRefs(schema, refs);
        definitions[definitionName(type)] = withPointers(
          schema,
          '#/definitions/',
        );
      }
      for (const name of refs) {
        definitions[name] ??= withPointers(
          builtinDefinitions()[name],
          '#/definitions/',
        );
      }
      return {
        swagger: '2.0',
        info: { title: 'Kubernetes', version: 'unversioned' },
        paths: {},
        definitions,
      };
    });
  }

  /** GET /openapi/v2 in protocol buffers. */
  swaggerProtobuf(): Buffer {
    this.swaggerMessage ??= encodeSwagger(JSON.parse(this.swagger()));
    return this.swaggerMessage;
  }
}
