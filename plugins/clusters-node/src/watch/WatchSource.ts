/** Where a reflector gets its lists and events from. Errors are `ClusterError`s. */
export interface WatchSource {
  /**
   * One complete, consistent list.
   *
   * @param convert - what to keep of an item
   * @throws NotFoundError when the kind is not served
   */
  list<E>(
    convert: (item: unknown) => E,
    signal: AbortSignal,
  ): Promise<{ items: E[]; resourceVersion: string }>;
  /** Bytes of a watch that goes on after `resourceVersion` and asks for bookmarks. */
  watch(
    resourceVersion: string,
    timeoutSeconds: number,
    signal: AbortSignal,
  ): Promise<AsyncIterable<Uint8Array>>;
}
