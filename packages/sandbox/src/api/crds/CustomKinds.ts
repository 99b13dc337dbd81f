import { cleanupFinalizer } from '../kinds/customResourceDefinitions';
import type { ObjectOperations } from '../operations/ObjectOperations';
import type { ResourceType } from '../registry/ResourceType';
import type { StoreEvent } from '../../store';
import type { SandboxObject } from '../../types';
import { readDefinition } from './readDefinition';

const resource = 'apiextensions.k8s.io/customresourcedefinitions';
const soon = setImmediate;

class CustomKinds {
  private readonly terminating = new Map<string, SandboxObject>();
  constructor(
    private readonly operations: ObjectOperations,
    private readonly log: (message: string) => void,
  ) {}

  begin(): void {
    const { store } = this.operations;
    for (const { object } of store.list(resource)) this.serve(object);
    store.subscribe(event => this.accept(event));
  }

  private definitionType(): ResourceType {
    return this.operations.registry.findKind(
      'apiextensions.k8s.io/v1',
      'CustomResourceDefinition',
    )!;
  }

  private accept({ resource: changed, type, current }: StoreEvent): void {
    if (changed === resource) {
      if (type === 'DELETED') this.forget(current.object);
      else this.serve(current.object);
    } else if (type === 'DELETED' && this.terminating.has(changed)) {
      soon(() => this.finish(changed));
    }
  }

  private serve(definition: SandboxObject): void {
    const { group, names } = definition.spec;
    const { registry } = this.operations;
    if (definition.metadata.deletionTimestamp) {
      const key = `${group}/${names.plural}`;
      const isNew = !this.terminating.has(key);
      this.terminating.set(key, definition);
      if (!registry.findResource(group, names.plural))
        this.register(definition);
      if (isNew) soon(() => this.empty(key));
      return;
    }
    this.register(definition);
  }

  private register(definition: SandboxObject): void {
    const { group, names } = definition.spec;
    this.operations.registry.replaceCustom(
      group,
      names.plural,
      readDefinition(definition),
    );
  }

  private forget(definition: SandboxObject): void {
    const { group, names } = definition.spec;
    this.terminating.delete(`${group}/${names.plural}`);
    this.operations.registry.replaceCustom(group, names.plural, []);
  }

  private empty(key: string): void {
    const definition = this.terminating.get(key);
    if (!definition || !this.operations.store.isOpen()) return;
    const { group, names } = definition.spec;
    const type = this.operations.registry.findResource(group, names.plural);
    for (const { object } of type ? this.operations.list(type) : []) {
      const { namespace, name } = object.metadata;
      try {
        this.operations.delete(type!, namespace, name);
      } catch (error) {
        this.log(
          `${key} ${name} cannot be deleted with its definition: ${error}`,
        );
      }
    }
    this.finish(key);
  }

  private finish(key: string): void {
    const definition = this.terminating.get(key);
    const { store } = this.operations;
    if (!definition || !store.isOpen() || store.count(key) > 0) return;
    this.operations.update(
      this.definitionType(),
      undefined,
      definition.metadata.name,
      current => ({
        ...current,
        metadata: {
          ...current.metadata,
          finalizers: current.metadata.finalizers?.filter(
            f => f !== cleanupFinalizer,
          ),
        },
      }),
    );
  }
}

/**
 * Serves the kinds of the CustomResourceDefinitions in the store from the moment these are written; when one is deleted its
 * objects go first. It ends with the store.
 */
export function serveCustomKinds(
  operations: ObjectOperations,
  log: (message: string) => void,
): void {
  new CustomKinds(operations, log).begin();
}
