import { randomUUID } from 'node:crypto';
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
import { assertSchema } from '../validation/assertSchema';
import type { ObjectStore, StoredObject, StoreKey } from '../../store';
import type { SandboxObject } from '../../types';
import {
  addPropagationFinalizer,
  assertDeletable,
  assertPreconditions,
  graceSeconds,
  isHeld,
  markDeleted,
  type DeleteOptions,
} from './deletion';
import {
  assertNamespaceOpen,
  assertSameName,
  assertSameObject,
  randomSuffix,
  readIncoming,
} from './incoming';
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
  /** Asked with the object as it will be stored, before it is; throws to refuse. */
  approve?(object: SandboxObject, oldObject?: SandboxObject): void;
  /** Set by apply: the fields that the manager owns by it. */
  applied?: FieldSet;
}

/** The write path of every kind: shape, schema, the kind's rules, admission, generation, finalizers, the store. */
export class ObjectOperations {
  constructor(
    readonly store: ObjectStore,
    readonly registry: ResourceRegistry,
    private readonly admission: readonly AdmissionPlugin[],
    private readonly clock: () => Date = () => new Date(),
  ) {}

  /** RFC 3339 in whole seconds, as the API server writes times. */
  now(secondsAhead = 0): string {
    return new Date(this.clock().getTime() + secondsAhead * 1000)
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
    const converted = type.conversion?.fromStored(stored.object);
    const object = { ...(converted ?? stored.object), apiVersion };
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
    const object = readIncoming(type, namespace, input);
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
    assertNamespaceOpen(this.store, type, key);
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
    if (this.store.get(key)) {
      throw ApiStatusError.alreadyExists(type, metadata.name);
    }
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
    const object = readIncoming(
      type,
      namespace,
      change(JSON.parse(stored.text)),
    );
    assertSameName(object, name);
    assertSameObject(type, object, stored);
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
    const config = readIncoming(type, namespace, input);
    assertSameName(config, name);
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
    assertDeletable(type, name);
    assertPreconditions(type, stored, options.preconditions);
    this.admit('DELETE', type, JSON.parse(stored.text), stored.object, options);
    const next: SandboxObject = JSON.parse(stored.text);
    const grace = graceSeconds(type, next, options.gracePeriodSeconds);
    addPropagationFinalizer(next, options.propagationPolicy);
    if (!isHeld(next) && grace === 0) {
      if (options.dryRun) return { stored, gone: true };
      return { stored: this.store.delete(key) ?? stored, gone: true };
    }
    markDeleted(type, next, grace, this.now(grace));
    if (options.dryRun || deepEqual(next, stored.object)) {
      return { stored, gone: false };
    }
    return { stored: this.store.put(key, next), gone: false };
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
      ...validateMetadata(type, object, old),
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
    options.approve?.(object, previous?.object);
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
      this.store.put(key, {
        ...(type.conversion?.toStored(object) ?? object),
        apiVersion: storageApiVersion,
      }),
    );
  }
}
