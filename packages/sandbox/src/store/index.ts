export { ObjectStore } from './ObjectStore';
export type { ObjectStoreOptions, StoredObject, StoreKey } from './ObjectStore';
export type { StoreEvent } from './EventHistory';
