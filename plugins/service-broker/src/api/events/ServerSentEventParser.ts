export interface ServerSentEvent {
  event: string;
  data: string;
}

/**
 * Reads the text of a `text/event-stream` in whatever pieces it arrives: partial lines, CRLF cut in two, comments and
 * heartbeats. Follows the HTML standard's parsing rules but for reconnection times, which the stream decides itself.
 */
export class ServerSentEventParser {
  private rest = '';
  private data: string[] = [];
  private event = '';
  private id: string | undefined;
  private seenId: string | undefined;

  /** Where to go on after an interruption; a message may carry an id alone. */
  get lastEventId(): string | undefined {
    return this.seenId;
  }

  /** The events that this piece completes. */
  push(text: string): ServerSentEvent[] {
    const complete: ServerSentEvent[] = [];
    this.rest += text;
    // A CR at the end may be the first half of CRLF: it waits for the next piece.
    const lines = this.rest.split(/\r\n|\n|\r(?!$)/);
    this.rest = lines.pop() ?? '';
    for (const line of lines) {
      const event = this.line(line.replace(/^\ufeff/, ''));
      if (event) complete.push(event);
    }
    return complete;
  }

  private line(line: string): ServerSentEvent | undefined {
    if (line === '') return this.dispatch();
    const colon = line.indexOf(':');
    if (colon === 0) return undefined;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') this.data.push(value);
    if (field === 'event') this.event = value;
    if (field === 'id' && !value.includes('\0')) this.id = value;
    return undefined;
  }

  private dispatch(): ServerSentEvent | undefined {
    const { data, event } = this;
    this.seenId = this.id;
    this.data = [];
    this.event = '';
    if (data.length === 0) return undefined;
    return { event: event || 'message', data: data.join('\n') };
  }
}
