import type { RowChange } from '../types';
import { readWatchEvents } from './readWatchEvents';
import type { TrimmedRows } from './TrimmedRows';

/** How a stream of events ended: politely, because the server forgot its history, or because events contradict. */
export type EventsEnd = 'closed' | 'expired' | 'doubtful';

/**
 * Applies a watch's events as they come.
 *
 * @throws Error for a broken stream, for lines that are no events, and for what the API server calls an error
 */
export async function applyWatchEvents<Row>(
  bytes: AsyncIterable<Uint8Array>,
  rows: TrimmedRows<Row>,
  options: {
    signal: AbortSignal;
    /** Called for each event, bookmarks included. */
    onEvent(): void;
    onChange(change: RowChange<Row>): void;
  },
): Promise<EventsEnd> {
  const { signal, onEvent, onChange } = options;
  for await (const event of readWatchEvents(bytes)) {
    signal.throwIfAborted();
    onEvent();
    if (event.type === 'BOOKMARK') {
      rows.bookmark(event.resourceVersion);
    } else if (event.type === 'ERROR') {
      if (event.code === 410) {
        return 'expired';
      }
      throw new Error(event.message);
    } else {
      const applied = rows.apply(event.type, event.object);
      if (applied.type === 'doubtful') {
        return 'doubtful';
      }
      if (applied.type === 'changed') {
        onChange(applied.change);
      }
    }
  }
  signal.throwIfAborted();
  return 'closed';
}
