import type { IncomingMessage } from 'node:http';

/** Header bytes are UTF-8 to the API server; Node reads them as Latin-1. */
function fromWire(value: string): string {
  const bytes = Buffer.from(value, 'latin1');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Not UTF-8: the text as it came is the best there is.
    return value;
  }
}

/** Every header with all its values: one sent several times is several values, a comma is part of one. */
export function headerValues(
  request: IncomingMessage,
): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(request.headersDistinct).map(([name, values]) => [
      name,
      (values ?? []).map(fromWire),
    ]),
  );
}
