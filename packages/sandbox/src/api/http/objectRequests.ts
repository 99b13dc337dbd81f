import { ApiStatusError } from '../ApiStatusError';
import type { WriteOptions } from '../operations/ObjectOperations';
import { applyScale, toScale } from '../operations/scale';
import { isJsonObject } from '../schema/json';
import { builtinSchema } from '../schema/builtinSchemas';
import { schemaOf, strictDecodingError } from '../validation/assertSchema';
import type { StoredObject } from '../../store';
import type { SandboxObject } from '../../types';
import { applyPatchBody, patchTypes } from './applyPatchBody';
import { sendJson, sendText } from './exchange';
import {
  assertVersionReached,
  listPage,
  readSelection,
  readVersion,
} from './listRequest';
import { Representation } from './representation';
import { mediaType, parseBody, readBody, type ParsedBody } from './requestBody';
import { readDeleteOptions, readWriteOptions } from './requestOptions';
import { refusal, type ResourceRequest } from './resourceRequest';
import { WatchStream } from './WatchStream';

function answer(
  { exchange, type, subresource }: ResourceRequest,
  code: number,
  stored: StoredObject,
): void {
  if (subresource === 'scale') {
    sendJson(exchange, code, toScale(type, stored.object));
    return;
  }
  const form = Representation.of(exchange.request, exchange.query);
  sendText(exchange, code, form.one(type, stored));
}

function checkDuplicates(
  { type, exchange }: ResourceRequest,
  { duplicates }: ParsedBody,
  options: WriteOptions,
): void {
  if (!duplicates.length || options.fieldValidation === 'Ignore') return;
  const problems = duplicates.map(path => `duplicate field "${path}"`);
  if (options.fieldValidation === 'Strict')
    throw strictDecodingError(type, problems);
  exchange.warnings.push(...problems);
}

function writeOptions(request: ResourceRequest) {
  const { context, identity, type, subresource } = request;
  return {
    ...readWriteOptions(request.exchange),
    subresource: subresource as WriteOptions['subresource'],
    approve: (object: SandboxObject, oldObject?: SandboxObject) =>
      context.access.refuseEscalation?.(identity, {
        group: type.group,
        plural: type.plural,
        object,
        oldObject,
      }),
  };
}

/** GET of one object. */
export function getObject(request: ResourceRequest): void {
  const { context, exchange, type, namespace, name } = request;
  const version = readVersion(exchange.query);
  if (version !== undefined) {
    assertVersionReached(version, context.operations.store.currentVersion());
  }
  answer(request, 200, context.operations.read(type, namespace, name!));
}

/** GET of a collection. */
export function listObjects(request: ResourceRequest): void {
  const { context, exchange, type, namespace } = request;
  const form = Representation.of(exchange.request, exchange.query);
  const selection = readSelection(type, namespace, exchange.query);
  const page = listPage(context.operations, selection, exchange.query);
  sendText(exchange, 200, form.list(type, page));
}

/** GET with `watch`. */
export function watchObjects(request: ResourceRequest): void {
  const { context, exchange, type, namespace, name } = request;
  const { query } = exchange;
  const form = Representation.of(exchange.request, query);
  const selection = readSelection(type, namespace, query, name);
  const version = readVersion(query);
  const sendInitialEvents = query.get('sendInitialEvents') === 'true';
  if (
    query.has('sendInitialEvents') &&
    query.get('resourceVersionMatch') !== 'NotOlderThan'
  ) {
    throw ApiStatusError.invalid(
      { group: 'meta.k8s.io', kind: 'ListOptions' },
      '',
      [
        {
          reason: 'FieldValueForbidden',
          field: 'resourceVersionMatch',
          message:
            'Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
        },
      ],
    );
  }
  if (version !== undefined) {
    assertVersionReached(version, context.operations.store.currentVersion());
  }
  const seconds = Number(query.get('timeoutSeconds') ?? 0);
  const watch = new WatchStream(
    context.operations,
    selection,
    form,
    exchange.response,
    {
      version,
      sendInitialEvents,
      bookmarks: query.get('allowWatchBookmarks') === 'true',
      bookmarkIntervalMs: context.bookmarkIntervalMs,
      timeoutMs:
        Number.isFinite(seconds) && seconds > 0
          ? Math.min(seconds, 86_400) * 1000
          : (30 + Math.random() * 30) * 60_000,
    },
  );
  request.onWatch(watch);
  watch.start();
}

/** POST of a new object. */
export async function createObject(request: ResourceRequest): Promise<void> {
  const { context, exchange, type, namespace } = request;
  const options = writeOptions(request);
  const body = parseBody(
    await readBody(exchange.request),
    mediaType(exchange.request),
  );
  checkDuplicates(request, body, options);
  answer(
    request,
    201,
    context.operations.create(type, namespace, body.value, options),
  );
}

/** PUT of an object or of one of its subresources. */
export async function replaceObject(request: ResourceRequest): Promise<void> {
  const { context, exchange, type, namespace, name, subresource } = request;
  const options = writeOptions(request);
  const body = parseBody(
    await readBody(exchange.request),
    mediaType(exchange.request),
  );
  checkDuplicates(request, body, options);
  const { value } = body;
  if (
    type.custom &&
    !subresource &&
    isJsonObject(value) &&
    !(value as any).metadata?.resourceVersion
  ) {
    context.operations.read(type, namespace, name!);
    throw ApiStatusError.invalid(type, name!, [
      {
        reason: 'FieldValueInvalid',
        field: 'metadata.resourceVersion',
        message: 'Invalid value: 0x0: must be specified for an update',
      },
    ]);
  }
  const stored = context.operations.update(
    type,
    namespace,
    name!,
    current =>
      subresource === 'scale' ? applyScale(type, current, value) : value,
    options,
  );
  answer(request, 200, stored);
}

/** An apply that makes the object needs the right to create it, beside the right to patch. */
function assertMayCreate({
  context,
  identity,
  type,
  namespace,
  name,
}: ResourceRequest): void {
  const { operations, access } = context;
  if (operations.store.get(operations.keyOf(type, namespace, name!))) return;
  const { group, version, plural } = type;
  const attributes = {
    verb: 'create',
    resource: { group, version, plural, namespace, name },
  };
  const { allowed, reason } = access.authorize(identity, attributes);
  if (!allowed) throw refusal(access, identity, attributes, reason);
}

function applyObject(
  request: ResourceRequest,
  body: ParsedBody,
  options: ReturnType<typeof writeOptions>,
): void {
  const { context, exchange, type, namespace, name, subresource } = request;
  const { query } = exchange;
  if (!query.get('fieldManager')) {
    throw ApiStatusError.invalid(
      { group: 'meta.k8s.io', kind: 'PatchOptions' },
      '',
      [
        {
          reason: 'FieldValueRequired',
          field: 'fieldManager',
          message: 'Required value: is required for apply patch',
        },
      ],
    );
  }
  const force = query.get('force') === 'true';
  if (subresource === 'scale') {
    const replicas = (body.value as any)?.spec?.replicas;
    const stored = context.operations.update(
      type,
      namespace,
      name!,
      current => applyScale(type, current, { spec: { replicas } }),
      options,
    );
    answer(request, 200, stored);
    return;
  }
  const value = body.value as { apiVersion?: unknown; kind?: unknown };
  if (!isJsonObject(value) || !value.apiVersion || !value.kind) {
    throw ApiStatusError.badRequest(
      'error decoding YAML: an applied object needs apiVersion and kind',
    );
  }
  assertMayCreate(request);
  const { stored, created } = context.operations.apply(
    type,
    namespace,
    name!,
    value,
    {
      ...options,
      force,
    },
  );
  answer(request, created ? 201 : 200, stored);
}

/** PATCH in any of its forms. */
export async function patchObject(request: ResourceRequest): Promise<void> {
  const { context, exchange, type, namespace, name, subresource } = request;
  const media = mediaType(exchange.request);
  if (!patchTypes.slice(0, 4).includes(media)) {
    throw ApiStatusError.unsupportedMediaType(
      patchTypes.slice(0, 4).join(', '),
    );
  }
  const options = writeOptions(request);
  const isApply = media === 'application/apply-patch+yaml';
  const body = parseBody(
    await readBody(exchange.request),
    isApply ? 'application/yaml' : 'application/json',
  );
  checkDuplicates(request, body, options);
  if (isApply) {
    applyObject(request, body, options);
    return;
  }
  if (exchange.query.get('force')) {
    throw ApiStatusError.invalid(
      { group: 'meta.k8s.io', kind: 'PatchOptions' },
      '',
      [
        {
          reason: 'FieldValueForbidden',
          field: 'force',
          message: 'Forbidden: may not be specified for non-apply patch',
        },
      ],
    );
  }
  const stored = context.operations.update(
    type,
    namespace,
    name!,
    current => {
      if (subresource === 'scale') {
        const scale = applyPatchBody(
          media,
          toScale(type, current),
          body.value,
          builtinSchema('autoscaling/v1', 'Scale'),
          type.custom,
        );
        return applyScale(type, current, scale);
      }
      return applyPatchBody(
        media,
        current,
        body.value,
        schemaOf(type),
        type.custom,
      );
    },
    options,
  );
  answer(request, 200, stored);
}

async function readOptionalBody(request: ResourceRequest): Promise<unknown> {
  const bytes = await readBody(request.exchange.request);
  return bytes.length
    ? parseBody(bytes, mediaType(request.exchange.request)).value
    : undefined;
}

/** DELETE of one object. */
export async function deleteObject(request: ResourceRequest): Promise<void> {
  const { context, exchange, type, namespace, name } = request;
  const options = readDeleteOptions(
    exchange.query,
    await readOptionalBody(request),
  );
  const { stored, gone } = context.operations.delete(
    type,
    namespace,
    name!,
    options,
  );
  if (!gone || (type.group === '' && type.plural === 'pods')) {
    answer(request, 200, context.operations.inVersion(type, stored));
    return;
  }
  const { uid } = stored.object.metadata;
  sendJson(exchange, 200, {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: {
      name,
      ...(type.group ? { group: type.group } : {}),
      kind: type.plural,
      uid,
    },
  });
}

/** DELETE of a collection. */
export async function deleteObjects(request: ResourceRequest): Promise<void> {
  const { context, exchange, type, namespace } = request;
  const options = readDeleteOptions(
    exchange.query,
    await readOptionalBody(request),
  );
  const selection = readSelection(type, namespace, exchange.query);
  const page = listPage(context.operations, selection, exchange.query);
  const items = page.items.map(
    ({ object }) =>
      context.operations.delete(
        type,
        object.metadata.namespace,
        object.metadata.name,
        {
          ...options,
          preconditions: undefined,
        },
      ).stored,
  );
  const form = Representation.of(exchange.request, exchange.query);
  sendText(exchange, 200, form.list(type, { ...page, items }));
}
