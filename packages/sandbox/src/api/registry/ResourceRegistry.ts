import { builtinTypes } from './builtinTypes';
import { parseApiVersion, type ResourceType } from './ResourceType';

/** Which kinds the API serves: the built-in ones and those of the CRDs. */
export class ResourceRegistry {
  private readonly byPlural = new Map<string, ResourceType>();
  private readonly byKind = new Map<string, ResourceType>();
  private readonly listeners = new Set<() => void>();

  constructor(types: ResourceType[] = builtinTypes()) {
    types.forEach(type => this.put(type));
  }

  add(type: ResourceType): void {
    this.put(type);
    this.listeners.forEach(listener => listener());
  }

  private put(type: ResourceType): void {
    this.byPlural.set(`${type.group}/${type.version}/${type.plural}`, type);
    this.byKind.set(`${type.group}/${type.version}/${type.kind}`, type);
  }

  /** Serves these versions of a custom kind and no others; with none it is no longer served. */
  replaceCustom(group: string, plural: string, types: ResourceType[]): void {
    for (const map of [this.byPlural, this.byKind]) {
      for (const [key, type] of map) {
        if (type.custom && type.group === group && type.plural === plural) {
          map.delete(key);
        }
      }
    }
    types.forEach(type => this.put(type));
    this.listeners.forEach(listener => listener());
  }

  find(
    group: string,
    version: string,
    plural: string,
  ): ResourceType | undefined {
    return this.byPlural.get(`${group}/${version}/${plural}`);
  }

  findKind(apiVersion: string, kind: string): ResourceType | undefined {
    const { group, version } = parseApiVersion(apiVersion);
    return this.byKind.get(`${group}/${version}/${kind}`);
  }

  /** Any served version of a group's plural, the storage version first. */
  findResource(group: string, plural: string): ResourceType | undefined {
    const types = this.all().filter(
      t => t.group === group && t.plural === plural,
    );
    return types.find(t => t.version === t.storageVersion) ?? types[0];
  }

  all(): ResourceType[] {
    return [...this.byPlural.values()];
  }

  /** Called when custom kinds have changed. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
