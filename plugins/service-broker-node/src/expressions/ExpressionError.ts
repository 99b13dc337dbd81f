import { CustomErrorBase } from '@backstage/errors';

/**
 * An expression of an offering could not be evaluated with what is known now, for example because the operator has not
 * written a status yet. `path` says which one.
 */
export class ExpressionError extends CustomErrorBase {
  readonly path: string;

  constructor(path: string, reason: string) {
    super(`${path}: ${reason}`);
    this.name = 'ExpressionError';
    this.path = path;
  }
}

/** The reason of a CEL error in one line; the library adds the source text on further lines. */
export function reasonOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'summary' in error) {
    return String(error.summary);
  }
  return error instanceof Error ? error.message.split('\n')[0] : String(error);
}
