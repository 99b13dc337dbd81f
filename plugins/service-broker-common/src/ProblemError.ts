import { CustomErrorBase } from '@backstage/errors';
import type { Problem } from './types';

/** Names that Backstage's error middleware maps to 400, 403, 404, 409 and 503. */
export type ProblemErrorName =
  | 'InputError'
  | 'NotAllowedError'
  | 'NotFoundError'
  | 'ConflictError'
  | 'ServiceUnavailableError';

/** A refusal with its problems; they reach the client as `error.problems`. */
export class ProblemError extends CustomErrorBase {
  readonly problems: Problem[];

  constructor(name: ProblemErrorName, problems: Problem[]) {
    super(
      problems
        .map(p => (p.field ? `${p.field}: ${p.message}` : p.message))
        .join('; '),
    );
    this.name = name;
    this.problems = problems;
  }
}
