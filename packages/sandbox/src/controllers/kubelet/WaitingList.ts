/** Which keys wait for which objects. A key waits for what it was put down for last. */
export class WaitingList {
  private readonly byObject = new Map<string, Set<string>>();
  private readonly byKey = new Map<string, string[]>();

  put(key: string, objects: string[]): void {
    for (const id of this.byKey.get(key) ?? []) this.remove(id, key);
    if (!objects.length) {
      this.byKey.delete(key);
      return;
    }
    this.byKey.set(key, objects);
    for (const id of objects) {
      const keys = this.byObject.get(id) ?? new Set();
      this.byObject.set(id, keys.add(key));
    }
  }

  /** The keys that wait for an object; they stop waiting. */
  take(id: string): string[] {
    const keys = [...(this.byObject.get(id) ?? [])];
    keys.forEach(key => this.put(key, []));
    return keys;
  }

  private remove(id: string, key: string): void {
    const keys = this.byObject.get(id);
    keys?.delete(key);
    if (!keys?.size) this.byObject.delete(id);
  }
}
