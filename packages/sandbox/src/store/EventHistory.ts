import type { StoredObject } from './ObjectStore';
import type { WatchEventType } from '../types';

/** A committed write, as watches see it. */
export interface StoreEvent {
  type: WatchEventType;
  /** `<group>/<plural>` */
  resource: string;
  version: number;
  current: StoredObject;
  /** The object before the write: a selector watch needs it to tell whether the object came into view or left it. */
  previous?: StoredObject;
}

/** The last writes, bounded. A watch that starts before its beginning is told 410. */
export class EventHistory {
  private readonly events: StoreEvent[] = [];
  private start = 0;
  private floor: number;

  constructor(
    /** Version of the store when the history begins. */
    beginning: number,
    private readonly capacity: number,
  ) {
    this.floor = beginning;
  }

  append(event: StoreEvent): void {
    this.events.push(event);
    if (this.events.length - this.start > this.capacity) {
      this.floor = this.events[this.start].version;
      this.start += 1;
    }
    if (this.start > this.capacity) {
      this.events.splice(0, this.start);
      this.start = 0;
    }
  }

  /** Forgets everything up to now, as a compaction does. */
  compact(version: number): void {
    this.events.length = 0;
    this.start = 0;
    this.floor = version;
  }

  /** The oldest version from which a watch can still be resumed. */
  oldestVersion(): number {
    return this.floor;
  }

  /** Events of one resource after `version`; `undefined` when that is no longer known. */
  since(resource: string, version: number): StoreEvent[] | undefined {
    if (version < this.floor) return undefined;
    let low = this.start;
    let high = this.events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.events[middle].version > version) high = middle;
      else low = middle + 1;
    }
    return this.events.slice(low).filter(e => e.resource === resource);
  }
}
