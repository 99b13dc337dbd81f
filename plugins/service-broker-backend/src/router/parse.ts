import {
  BindRequest,
  InstanceQuery,
  OrderRequest,
  Problem,
  ProblemError,
} from '@jimu/plugin-service-broker-common';
import { z } from 'zod';
import { isCleanText } from './readBody';

const PHASES = [
  'pending',
  'provisioning',
  'ready',
  'updating',
  'degraded',
  'failed',
  'deleting',
  'deleted',
] as const;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const KEY = /^[\x21-\x7e]{1,255}$/;

const word = z.string().min(1).max(63);
const parameters = z.record(z.string().max(63), z.json());

const orderSchema = z.strictObject({
  tenant: word,
  environment: word,
  offering: word,
  plan: word,
  // Lengths and characters are the offering's matter, which says more than this could.
  name: z.string().max(1000),
  version: word.optional(),
  parameters: parameters.optional(),
});

const bindSchema = z.strictObject({
  name: z
    .string()
    .regex(
      /^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$/,
      'must have at most 40 lower case letters, digits and dashes, begin with a letter and end with a letter or digit',
    ),
  parameters: parameters.optional(),
});

const deleteSchema = z.strictObject({ confirmName: z.string().max(1000) });
const emptySchema = z.strictObject({});

const listSchema = z.strictObject({
  tenant: word.optional(),
  environment: word.optional(),
  offering: word.optional(),
  phase: z.enum(PHASES).optional(),
  search: z.string().max(100).optional(),
  sort: z.enum(['name', 'createdAt', 'phase']).optional(),
  order: z.enum(['asc', 'desc']).optional(),
  cursor: z.string().max(1000).optional(),
  limit: z
    .string()
    .regex(/^\d{1,3}$/, 'must be a whole number from 1 to 200')
    .transform(Number)
    .refine(n => n >= 1 && n <= 200, 'must be a whole number from 1 to 200')
    .optional(),
});

export const parseOrder = (body: unknown): OrderRequest =>
  parse(orderSchema, body) as OrderRequest;

export const parseBindRequest = (body: unknown): BindRequest =>
  parse(bindSchema, body) as BindRequest;

export const parseDeletion = (body: unknown): { confirmName: string } =>
  parse(deleteSchema, body);

/** For endpoints that take nothing: an absent body is as good as an empty one. */
export function parseNothing(body: unknown): void {
  parse(emptySchema, body ?? {});
}

export function parseInstanceQuery(query: object): InstanceQuery {
  for (const [field, value] of Object.entries(query)) {
    if (typeof value === 'string' && !isCleanText(value)) {
      throw invalid([
        { code: 'text-invalid', field, message: 'must be valid Unicode text' },
      ]);
    }
  }
  return parse(listSchema, query);
}

/** An id from a path; what cannot be one is the same to the caller as one that does not exist. */
export function isId(text: string): boolean {
  return UUID.test(text);
}

export function parseIdempotencyKey(
  header: string | undefined,
): string | undefined {
  if (header === undefined) return undefined;
  if (KEY.test(header)) return header;
  throw invalid([
    {
      code: 'invalid',
      field: 'Idempotency-Key',
      message: 'must have 1 to 255 visible ASCII characters',
    },
  ]);
}

/** The position to resume from; something else than an id of this stream counts as none. */
export function parseLastEventId(
  header: string | undefined,
): number | undefined {
  return header !== undefined && /^\d{1,15}$/.test(header)
    ? Number(header)
    : undefined;
}

function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalid(result.error.issues.slice(0, 20).flatMap(toProblems));
}

function toProblems(issue: z.core.$ZodIssue): Problem[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, 20).map(key => ({
      code: 'field-unknown',
      field: shorten([...path, key].join('.')),
      message: 'is not a field of this request; leave it out',
    }));
  }
  return [
    {
      code: 'invalid',
      ...(path.length ? { field: shorten(path.join('.')) } : {}),
      message: issue.message,
    },
  ];
}

/** A field's name comes from the request and goes back in the answer: a bounded part of it will do. */
function shorten(field: string): string {
  return field.length > 100 ? `${field.slice(0, 100)}…` : field;
}

function invalid(problems: Problem[]): ProblemError {
  return new ProblemError('InputError', problems);
}
