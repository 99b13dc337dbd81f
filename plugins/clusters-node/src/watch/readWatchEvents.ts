/** One line of a watch. */
export type WatchEvent =
  | { type: 'ADDED' | 'MODIFIED' | 'DELETED'; object: unknown }
  | { type: 'BOOKMARK'; resourceVersion: string }
  | { type: 'ERROR'; code?: number; message: string };

/** Longest line that is read; API servers accept objects of 1.5 MB. */
const MAX_LINE_CHARS = 32 * 1024 * 1024;

/**
 * Reads a watch's lines as they come. A last line that was cut off is left out: it is sent again to who asks again.
 *
 * @throws Error for a line that is no event
 */
export async function* readWatchEvents(
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<WatchEvent> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of bytes) {
    rest += decoder.decode(chunk, { stream: true });
    let start = 0;
    for (
      let end = rest.indexOf('\n');
      end >= 0;
      end = rest.indexOf('\n', start)
    ) {
      const line = rest.slice(start, end).trim();
      start = end + 1;
      if (line) {
        yield parseLine(line);
      }
    }
    rest = rest.slice(start);
    if (rest.length > MAX_LINE_CHARS) {
      throw new Error('the watch sent a line without end');
    }
  }
}

function parseLine(line: string): WatchEvent {
  let event: any;
  try {
    event = JSON.parse(line);
  } catch {
    // The line is not repeated: it may be part of a Secret.
    throw new Error('the watch sent a line that is not JSON');
  }
  const object = event?.object;
  switch (event?.type) {
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED':
      return { type: event.type, object };
    case 'BOOKMARK':
      if (typeof object?.metadata?.resourceVersion === 'string') {
        return {
          type: 'BOOKMARK',
          resourceVersion: object.metadata.resourceVersion,
        };
      }
      break;
    case 'ERROR':
      return {
        type: 'ERROR',
        code: typeof object?.code === 'number' ? object.code : undefined,
        message:
          typeof object?.message === 'string'
            ? object.message
            : 'the watch failed',
      };
    default:
  }
  throw new Error('the watch sent something that is no event');
}
