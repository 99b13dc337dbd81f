import { CustomErrorBase } from '@backstage/errors';
import { Problem, ProblemError } from '@jimu/plugin-service-broker-common';
import express, { ErrorRequestHandler, RequestHandler } from 'express';

export const BODY_LIMIT_BYTES = 256 * 1024;
const MAX_DEPTH = 20;
const MAX_NODES = 10_000;

/** A request that HTTP itself has a status for. */
class BodyError extends CustomErrorBase {
  readonly problems: Problem[];

  constructor(name: string, readonly statusCode: number, problem: Problem) {
    super(problem.message);
    this.name = name;
    this.problems = [problem];
  }
}

const refuseOtherTypes: RequestHandler = (req, _res, next) => {
  const hasBody =
    req.headers['transfer-encoding'] !== undefined ||
    Number(req.headers['content-length'] ?? 0) > 0;
  if (!hasBody || req.is('application/json')) return next();
  return next(
    new BodyError('UnsupportedMediaTypeError', 415, {
      code: 'media-type',
      field: 'Content-Type',
      message: 'must be application/json',
    }),
  );
};

/** The parser puts the body into its errors; it may hold secrets and must not come back. */
const refuseUnreadable: ErrorRequestHandler = (error, _req, _res, next) => {
  if (error instanceof BodyError) return next(error);
  switch (error?.type) {
    case 'entity.too.large':
      return next(
        new BodyError('PayloadTooLargeError', 413, {
          code: 'body-too-large',
          message: `The body must have at most ${
            BODY_LIMIT_BYTES / 1024
          } KiB; send less`,
          params: { limit: BODY_LIMIT_BYTES },
        }),
      );
    case 'charset.unsupported':
    case 'encoding.unsupported':
      return next(
        new BodyError('UnsupportedMediaTypeError', 415, {
          code: 'media-type',
          field: 'Content-Type',
          message: 'must be application/json in UTF-8',
        }),
      );
    default:
      return next(
        new ProblemError('InputError', [
          {
            code: 'body-unreadable',
            message: 'The body is not valid JSON; send one JSON object',
          },
        ]),
      );
  }
};

/** What no honest client sends: nesting and sizes that exhaust, keys that reach prototypes, characters that databases refuse. */
export function hostility(body: unknown): Problem | undefined {
  const open: { value: unknown; depth: number }[] = [{ value: body, depth: 0 }];
  let nodes = 0;
  while (open.length > 0) {
    const { value, depth } = open.pop()!;
    nodes += 1;
    if (depth > MAX_DEPTH || nodes > MAX_NODES) {
      return {
        code: 'body-too-complex',
        message: `The body must have at most ${MAX_NODES} values, nested at most ${MAX_DEPTH} deep`,
      };
    }
    if (typeof value === 'string' && !isCleanText(value)) return uncleanText();
    if (value === null || typeof value !== 'object') continue;
    for (const [key, child] of Object.entries(value)) {
      if (['__proto__', 'constructor', 'prototype'].includes(key)) {
        return {
          code: 'field-unknown',
          field: key,
          message: 'is not a field of this request; leave it out',
        };
      }
      if (!isCleanText(key)) return uncleanText();
      open.push({ value: child, depth: depth + 1 });
    }
  }
  return undefined;
}

/** No NUL, and no half of a surrogate pair: neither can be stored as it is. */
export function isCleanText(text: string): boolean {
  return !/[\0\p{Surrogate}]/u.test(text);
}

function uncleanText(): Problem {
  return {
    code: 'text-invalid',
    message:
      'A text of the request holds a NUL or half a character; send valid Unicode text',
  };
}

const refuseHostile: RequestHandler = (req, _res, next) => {
  const problem = req.body === undefined ? undefined : hostility(req.body);
  return next(problem && new ProblemError('InputError', [problem]));
};

/** Reads JSON bodies and refuses everything else. */
export function readBody(): (RequestHandler | ErrorRequestHandler)[] {
  return [
    refuseOtherTypes,
    express.json({ limit: BODY_LIMIT_BYTES, strict: false }),
    refuseUnreadable,
    refuseHostile,
  ];
}
