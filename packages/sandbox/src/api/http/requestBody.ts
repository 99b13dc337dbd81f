import type { IncomingMessage } from 'node:http';
import { isAlias, isMap, parseDocument, visit } from 'yaml';
import { ApiStatusError } from '../ApiStatusError';
import { isTooDeep } from '../schema/json';
import { decodeObject } from '../protobuf/decodeObject';
import { duplicateKeys } from './duplicateKeys';

const limit = 3 * 1024 * 1024;

/** A body as it was read. */
export interface ParsedBody {
  value: unknown;
  /** Paths that stand twice in the document. */
  duplicates: string[];
}

function tooLarge(): ApiStatusError {
  return new ApiStatusError(
    413,
    'RequestEntityTooLarge',
    `Request entity too large: limit is ${limit}`,
  );
}

/** Reads the body, up to 3 MiB; throws 413 beyond and 415 for an encoded one. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const encoding = request.headers['content-encoding'];
  if (encoding && encoding !== 'identity') {
    throw ApiStatusError.unsupportedMediaType(
      'application/json, application/yaml',
    );
  }
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > limit) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      bytes,
    );
  } catch {
    throw ApiStatusError.badRequest('the body of the request is not UTF-8');
  }
}

function assertDepth(value: unknown): void {
  if (isTooDeep(value)) {
    throw ApiStatusError.badRequest(
      'the body of the request is nested too deep',
    );
  }
}

function parseJson(text: string): ParsedBody {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw ApiStatusError.badRequest(
      `the object provided is unrecognized: couldn't get version/kind; json parse error: ${(
        error as Error
      ).message.slice(0, 200)}`,
    );
  }
  assertDepth(value);
  return { value, duplicates: duplicateKeys(text) };
}

function parseYaml(text: string): ParsedBody {
  const document = parseDocument(text, {
    uniqueKeys: false,
    merge: true,
  });
  if (document.errors.length) {
    throw ApiStatusError.badRequest(
      `error converting YAML to JSON: ${
        document.errors[0].message.split('\n')[0]
      }`,
    );
  }
  const duplicates: string[] = [];
  visit(document, {
    Map(_key, map) {
      const seen = new Set<string>();
      for (const pair of map.items) {
        const key = String(
          (pair.key as { value?: unknown })?.value ?? pair.key,
        );
        if (seen.has(key)) duplicates.push(key);
        seen.add(key);
      }
    },
    Pair(_key, pair) {
      if (isMap(pair.key) || isAlias(pair.key)) {
        throw ApiStatusError.badRequest(
          'error converting YAML to JSON: a key is not a string',
        );
      }
    },
  });
  let value: unknown;
  try {
    value = JSON.parse(
      JSON.stringify(document.toJS({ maxAliasCount: 100 })) ?? 'null',
    );
  } catch (error) {
    throw ApiStatusError.badRequest(
      `error converting YAML to JSON: ${(error as Error).message.slice(
        0,
        200,
      )}`,
    );
  }
  assertDepth(value);
  return { value, duplicates };
}

/** Media type without parameters, in lower case. */
export function mediaType(request: IncomingMessage): string {
  return String(request.headers['content-type'] ?? '')
    .split(';')[0]
    .trim()
    .toLowerCase();
}

const accepted =
  'application/json, application/yaml, application/vnd.kubernetes.protobuf';

/** Reads a body of JSON, YAML or Kubernetes' binary encoding; throws 400 for what is none, 415 for another type. */
export function parseBody(bytes: Buffer, type: string): ParsedBody {
  if (type === 'application/vnd.kubernetes.protobuf') {
    return { value: decodeObject(bytes), duplicates: [] };
  }
  const text = textOf(bytes);
  // Server-side apply sends JSON under the name of YAML, and JSON is read faster and more exactly.
  if (type.endsWith('yaml')) {
    return /^\s*[[{]/.test(text) ? parseJson(text) : parseYaml(text);
  }
  if (type === '' || type.endsWith('json')) return parseJson(text);
  throw ApiStatusError.unsupportedMediaType(accepted);
}
