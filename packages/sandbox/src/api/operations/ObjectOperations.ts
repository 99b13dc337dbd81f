import { randomBytes, randomUUID } from 'node:crypto';
import { ApiStatusError } from '../ApiStatusError';
import type { AdmissionPlugin } from '../contracts';
import { deepEqual } from '../deepEqual';
import { rulesOf } from '../kinds';
import type { KindContext } from '../kinds/KindRules';
import { applyConfiguration } from '../managedFields/applyConfiguration';
import type { FieldSet } from '../managedFields/FieldSet';
import { trackUpdate } from '../managedFields/trackUpdate';
import type { ResourceRegistry } from '../registry/ResourceRegistry';
import {
  apiVersionOf,
  storeResource,
  type ResourceType,
} from '../registry/ResourceType';
import { validateMetadata } from '../validation/metadata';
import { assertObjectShape } from '../validation/shape';
import { assertSchema } from '../validation/assertSchema';
import type { ObjectStore, StoredObject, StoreKey } from '../../store';
import type { SandboxObject } from '../../types';
import { contentChanged, keepServerFields } from './serverFields';

/** How a write is to be made. */
export interface WriteOptions {
  dryRun?: boolean;
  /** Who owns the fields that this write changes. */
  fieldManager?: string;
  /** What happens to unknown and duplicate fields; `Warn` puts them into `warnings`. */
  fieldValidation?: 'Ignore' | 'Warn' | 'Strict';
  /** Collects what the client is to be warned about. */
  warnings?: string[];
  subresource?: 'status' | 'scale' | 'finalize';
  /** Set by apply: the fields that the manager owns by it. */
  applied?: FieldSet;
}

/** How an object is to be deleted. */
export interface DeleteOptions {
  propagationPolicy?: 'Foreground' | 'Background' | 'Orphan';
  preconditions?: { uid?: string; resourceVersion?: string };
  /** 0 ends a pod at once; otherwise a scheduled pod that has not ended is only marked, for its kubelet to end it. */
  gracePeriodSeconds?: number;
  dryRun?: boolean;
}

const propagationFinalizers: Record<string, string> = {
  Foreground: 'foregroundDeletion',
  Orphan: 'orphan',
};

/** The write path of every kind: shape, schema, the kind's rules, admission, generation, finalizers, the store. */
export class ObjectOperations {
  constructor(
    readonly store: ObjectStore,
    readonly registry: ResourceRegistry,
    private readonly admission: readonly AdmissionPlugin[],
    private readonly clock: () => Date = () => new Date(),
  ) {}

  now(): string {
    return this.clock()
      .toISOString()
      .replace(/\.\d+Z$/, 'Z');
  }

  keyOf(
    type: ResourceType,
    namespace: string | undefined,
    name: string,
  ): StoreKey {
    return {
      resource: storeResource(type),
      namespace: type.namespaced ? namespace ?? '' : '',
      name,
    };
  }

  /** The object in the version of `type`. Not to be changed. */
  read(
    type: ResourceType,
    namespace: string | undefined,
    name: string,
  ): StoredObject {
    const found = this.store.get(this.keyOf(type, namespace, name));
    if (!found) throw ApiStatusError.notFound(type, name);
    return this.inVersion(type, found);
  }

  inVersion(type: ResourceType, stored: StoredObject): StoredObject {
    const apiVersion = apiVersionOf(type);
    if (stored.object.apiVersion === apiVersion) return stored;
    const object = { ...stored.object, apiVersion };
    return { object, text: JSON.stringify(object), version: stored.version };
  }

  list(type: ResourceType, namespace?: string): StoredObject[] {
    return this.store
      .list(storeResource(type), type.namespaced ? namespace : undefined)
      .map(stored => this.inVersion(type, stored));
  }

  create(
    type: ResourceType,
    namespace: string | undefined,
    input: unknown,
    options: WriteOptions = {},
  ): StoredObject {
    const object = this.incoming(type, namespace, input);
    const { metadata } = object;
    if (!metadata.name && typeof metadata.generateName === 'string') {
      metadata.name = `${metadata.generateName.slice(0, 58)}${randomSuffix()}`;
    }
    if (!metadata.name) {
      throw ApiStatusError.invalid(type, '', [
        {
          reason: 'FieldValueRequired',
          field: 'metadata.name',
          message: 'Required value: name or generateName is required',
        },
      ]);
    }
    if (metadata.resourceVersion) {
      throw ApiStatusError.badRequest(
        'resourceVersion should not be set on objects to be created',
      );
    }
    const key = this.keyOf(type, namespace, metadata.name);
    this.assertNamespaceOpen(type, key);
    if (this.store.get(key)) {
      throw ApiStatusError.alreadyExists(type, metadata.name);
    }
    metadata.uid = randomUUID();
    metadata.creationTimestamp = this.now();
    delete metadata.deletionTimestamp;
    delete metadata.deletionGracePeriodSeconds;
    delete metadata.generation;
    if (type.hasGeneration) metadata.generation = 1;
    if (type.hasStatus) delete object.status;
    assertSchema(type, object, options);
    const context = this.context(type, options);
    rulesOf(type).prepare?.(object, undefined, context);
    const admitted = this.admit('CREATE', type, object, undefined, options);
    this.validate(type, admitted, undefined, context);
    return this.save(type, key, undefined, admitted, options);
  }

  /** Writes what `change` makes of the current object, all in one step. */
  update(
    type: ResourceType,
    namespace: string | undefined,
    name: string,
    change: (current: SandboxObject) => unknown,
    options: WriteOptions = {},
  ): StoredObject {
    const key = this.keyOf(type, namespace, name);
    const stored = this.read(type, namespace, name);
    const old = stored.object;
    const object = this.incoming(
      type,
      namespace,
      change(JSON.parse(stored.text)),
    );
    if (object.metadata.name !== undefined && object.metadata.name !== name) {
      throw ApiStatusError.badRequest(
        `the name of the object (${object.metadata.name}) does not match the name on the URL (${name})`,
      );
    }
    object.metadata.name = name;
    const { resourceVersion, uid } = object.metadata;
    if (uid && uid !== old.metadata.uid) {
      throw ApiStatusError.conflict(
        type,
        name,
        `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${old.metadata.uid}`,
      );
    }
    if (resourceVersion && resourceVersion !== String(stored.version)) {
      throw ApiStatusError.staleVersion(type, name);
    }
    keepServerFields(type, object, old, options.subresource);
    assertSchema(type, object, options, old);
    const context = this.context(type, options);
    rulesOf(type).prepare?.(object, old, context);
    const admitted = this.admit('UPDATE', type, object, old, options);
    this.validate(type, admitted, old, context);
    if (type.hasGeneration && contentChanged(type, admitted, old)) {
      admitted.metadata.generation = (old.metadata.generation ?? 0) + 1;
    }
    return this.save(type, key, stored, admitted, options);
  }

  /** Server-side apply: creates the object or changes the fields that the manager wants. */
  apply(
    type: ResourceType,
    namespace: string | undefined,
    name: string,
    input: unknown,
    options: WriteOptions & { fieldManager: string; force: boolean },
  ): { stored: StoredObject; created: boolean } {
    const config = this.incoming(type, namespace, input);
    if (config.metadata.name !== undefined && config.metadata.name !== name) {
      throw ApiStatusError.badRequest(
        `the name of the object (${config.metadata.name}) does not match the name on the URL (${name})`,
      );
    }
    config.metadata.name = name;
    if ((config.metadata.managedFields as unknown[] | undefined)?.length) {
      throw ApiStatusError.badRequest('metadata.managedFields must be nil');
    }
    const live = this.store.get(this.keyOf(type, namespace, name));
    if (!live) {
      if (config.metadata.uid || options.subresource) {
        throw config.metadata.uid
          ? ApiStatusError.conflict(
              type,
              name,
              `uid mismatch: the provided object specified uid ${config.metadata.uid}, and no existing object was found`,
            )
          : ApiStatusError.notFound(type, name);
      }
      const { object, fields } = applyConfiguration(
        type,
        undefined,
        config,
        options,
      );
      return {
        stored: this.create(type, namespace, object, {
          ...options,
          applied: fields,
        }),
        created: true,
      };
    }
    const { resourceVersion } = config.metadata;
    if (resourceVersion && resourceVersion !== String(live.version)) {
      throw ApiStatusError.staleVersion(type, name);
    }
    const current = this.inVersion(type, live);
    const { object, fields } = applyConfiguration(
      type,
      current.object,
      config,
      options,
    );
    return {
      stored: this.update(type, namespace, name, () => object, {
        ...options,
        applied: fields,
      }),
      created: false,
    };
  }

  /** Deletes, or marks as being deleted when finalizers hold it. Answers the last state. */
  delete(
    type: ResourceType,
    namespace: string | undefined,
    name: string,
    options: DeleteOptions = {},
  ): { stored: StoredObject; gone: boolean } {
    const key = this.keyOf(type, namespace, name);
    const stored = this.read(type, namespace, name);
    const { metadata } = stored.object;
    const { uid, resourceVersion } = options.preconditions ?? {};
    if (uid && uid !== metadata.uid) {
      throw ApiStatusError.conflict(
        type,
        name,
        `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${metadata.uid}`,
      );
    }
    if (resourceVersion && resourceVersion !== String(stored.version)) {
      throw ApiStatusError.conflict(
        type,
        name,
        `Precondition failed: ResourceVersion in precondition: ${resourceVersion}, ResourceVersion in object meta: ${stored.version}`,
      );
    }
    this.admit('DELETE', type, JSON.parse(stored.text), stored.object, options);
    const next: SandboxObject = JSON.parse(stored.text);
    const extra = propagationFinalizers[options.propagationPolicy ?? ''];
    if (extra && !next.metadata.finalizers?.includes(extra)) {
      next.metadata.finalizers = [...(next.metadata.finalizers ?? []), extra];
    }
    const grace = graceSeconds(type, next, options.gracePeriodSeconds);
    if (!isHeld(next) && grace === 0) {
      if (options.dryRun) return { stored, gone: true };
      return { stored: this.store.delete(key) ?? stored, gone: true };
    }
    if (!next.metadata.deletionTimestamp) {
      next.metadata.deletionTimestamp = this.now(grace);
      next.metadata.deletionGracePeriodSeconds = grace;
      if (next.metadata.generation) next.metadata.generation += 1;
      if (type.group === '' && type.plural === 'namespaces') {
        next.status = { ...next.status, phase: 'Terminating' };
      }
    } else if (grace === 0) {
      next.metadata.deletionGracePeriodSeconds = 0;
    }
    if (options.dryRun || deepEqual(next, stored.object)) {
      return { stored, gone: false };
    }
    return { stored: this.store.put(key, next), gone: false };
  }

  private incoming(
    type: ResourceType,
    namespace: string | undefined,
    input: unknown,
  ): SandboxObject {
    assertObjectShape(input);
    const apiVersion = apiVersionOf(type);
    const object = structuredClone(input) as SandboxObject;
    if (object.apiVersion !== undefined && object.apiVersion !== apiVersion) {
      throw ApiStatusError.badRequest(
        `the API version in the data (${object.apiVersion}) does not match the expected API version (${apiVersion})`,
      );
    }
    if (object.kind !== undefined && object.kind !== type.kind) {
      throw ApiStatusError.badRequest(
        `the kind in the data (${object.kind}) does not match the expected kind (${type.kind})`,
      );
    }
    const { apiVersion: _version, kind: _kind, metadata, ...rest } = object;
    const normal = {
      apiVersion,
      kind: type.kind,
      metadata: { ...metadata },
      ...rest,
    } as SandboxObject;
    for (const [key, value] of Object.entries(normal.metadata)) {
      if (value === null || value === '') delete normal.metadata[key];
    }
    if (!type.namespaced) {
      delete normal.metadata.namespace;
      return normal;
    }
    if (!namespace) {
      throw ApiStatusError.badRequest(
        'an empty namespace may not be set during creation',
      );
    }
    if (normal.metadata.namespace && normal.metadata.namespace !== namespace) {
      throw ApiStatusError.badRequest(
        `the namespace of the provided object does not match the namespace sent on the request`,
      );
    }
    normal.metadata.namespace = namespace;
    return normal;
  }

  private assertNamespaceOpen(type: ResourceType, key: StoreKey): void {
    if (!type.namespaced) return;
    const namespace = this.store.get({
      resource: '/namespaces',
      namespace: '',
      name: key.namespace,
    });
    if (!namespace) {
      throw ApiStatusError.notFound(
        { group: '', plural: 'namespaces' },
        key.namespace,
      );
    }
    if (namespace.object.metadata.deletionTimestamp) {
      throw ApiStatusError.forbidden(
        type,
        key.name,
        `unable to create new content in namespace ${key.namespace} because it is being terminated`,
        [
          {
            reason: 'NamespaceTerminating',
            message: `namespace ${key.namespace} is being terminated`,
            field: 'metadata.namespace',
          },
        ],
      );
    }
  }

  private context(type: ResourceType, options: WriteOptions): KindContext {
    return {
      type,
      now: this.now(),
      dryRun: Boolean(options.dryRun),
      subresource: options.subresource,
      list: (group, plural, namespace) =>
        this.store.list(`${group}/${plural}`, namespace).map(s => s.object),
    };
  }

  private admit(
    operation: 'CREATE' | 'UPDATE' | 'DELETE',
    type: ResourceType,
    object: SandboxObject,
    oldObject: SandboxObject | undefined,
    options: WriteOptions,
  ): SandboxObject {
    return this.admission.reduce(
      (current, plugin) =>
        plugin.admit({
          operation,
          plural: type.plural,
          group: type.group,
          subresource: options.subresource,
          object: current,
          oldObject,
          dryRun: Boolean(options.dryRun),
        }),
      object,
    );
  }

  private validate(
    type: ResourceType,
    object: SandboxObject,
    old: SandboxObject | undefined,
    context: KindContext,
  ): void {
    const causes = [
      ...validateMetadata(type, object),
      ...(rulesOf(type).validate?.(object, old, context) ?? []),
    ];
    if (causes.length) {
      throw ApiStatusError.invalid(type, object.metadata.name, causes);
    }
  }

  private save(
    type: ResourceType,
    key: StoreKey,
    previous: StoredObject | undefined,
    object: SandboxObject,
    options: WriteOptions,
  ): StoredObject {
    trackUpdate(type, previous?.object, object, {
      manager: options.fieldManager ?? 'sandbox',
      subresource: options.subresource,
      now: this.now(),
      applied: options.applied,
    });
    if (previous) {
      object.metadata.resourceVersion = String(previous.version);
      if (deepEqual(object, previous.object)) return previous;
    }
    if (options.dryRun) {
      const text = JSON.stringify(object);
      return { object, text, version: previous?.version ?? 0 };
    }
    if (
      object.metadata.deletionTimestamp &&
      !isHeld(object) &&
      !object.metadata.deletionGracePeriodSeconds
    ) {
      return this.store.delete(key, object)!;
    }
    const storageApiVersion = apiVersionOf({
      group: type.group,
      version: type.storageVersion,
    });
    return this.inVersion(
      type,
      this.store.put(key, { ...object, apiVersion: storageApiVersion }),
    );
  }
}

function isHeld(object: SandboxObject): boolean {
  return (
    Boolean(object.metadata.finalizers?.length) ||
    (object.apiVersion === 'v1' &&
      object.kind === 'Namespace' &&
      Boolean(object.spec?.finalizers?.length))
  );
}

/** How long a pod may take to end; everything else goes at once. */
function graceSeconds(
  type: ResourceType,
  object: SandboxObject,
  wanted: number | undefined,
): number {
  const isRunningPod =
    type.group === '' &&
    type.plural === 'pods' &&
    object.spec?.nodeName &&
    !['Succeeded', 'Failed'].includes(object.status?.phase);
  if (!isRunningPod) return 0;
  return Math.max(0, wanted ?? object.spec.terminationGracePeriodSeconds ?? 30);
}

const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

/** Five characters, as the API server appends to generateName. */
function randomSuffix(): string {
  return [...randomBytes(5)].map(b => alphabet[b % alphabet.length]).join('');
}
