import { ProblemError } from '@jimu/plugin-service-broker-common';

/** After which row a page begins. */
export interface Position {
  value: string;
  id: string;
}

interface Ordering {
  sort: string;
  order: string;
}

export function encodeCursor(position: Position, ordering: Ordering): string {
  return Buffer.from(
    JSON.stringify([
      ordering.sort,
      ordering.order,
      position.value,
      position.id,
    ]),
  ).toString('base64url');
}

/** @throws ProblemError (InputError) for a text that is no cursor of this ordering */
export function decodeCursor(cursor: string, ordering: Ordering): Position {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    parts = undefined;
  }
  if (
    Array.isArray(parts) &&
    parts.length === 4 &&
    parts.every(p => typeof p === 'string' && !p.includes('\0')) &&
    parts[0] === ordering.sort &&
    parts[1] === ordering.order
  ) {
    return { value: parts[2], id: parts[3] };
  }
  throw new ProblemError('InputError', [
    {
      code: 'cursor-invalid',
      field: 'cursor',
      message:
        'is not a cursor of this list; pass the nextCursor of the page before, with the same sort and order, or leave it out',
    },
  ]);
}
