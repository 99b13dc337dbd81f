import { ApiStatusError } from '../ApiStatusError';

/** What a URL path names. */
export type RequestPath =
  | { kind: 'other'; path: string }
  | {
      kind: 'resource';
      group: string;
      version: string;
      plural: string;
      namespace?: string;
      name?: string;
      subresource?: string;
    };

function decode(segment: string): string {
  let text: string;
  try {
    text = decodeURIComponent(segment);
  } catch {
    throw ApiStatusError.badRequest(
      `the path segment "${segment}" is not valid`,
    );
  }
  if (text === '.' || text === '..' || /[/\0]/.test(text)) {
    throw ApiStatusError.pathNotFound();
  }
  return text;
}

const namespaceSubresources = new Set(['status', 'finalize']);

/** Reads the path of a request as the API server does; discovery paths and everything else are `other`. */
export function parseRequestPath(path: string): RequestPath {
  const segments = path.split('/').slice(1);
  if (segments.at(-1) === '') segments.pop();
  const isCore = segments[0] === 'api';
  const prefix = isCore ? 2 : 3;
  if ((!isCore && segments[0] !== 'apis') || segments.length <= prefix) {
    return { kind: 'other', path };
  }
  const decoded = segments.map(decode);
  const group = isCore ? '' : decoded[1];
  const version = decoded[prefix - 1];
  const rest = decoded.slice(prefix);
  if (rest.some(segment => segment === '')) throw ApiStatusError.pathNotFound();
  let namespace: string | undefined;
  let parts = rest;
  if (rest[0] === 'namespaces' && rest.length > 2) {
    const isNamespaceItself =
      isCore && rest.length === 3 && namespaceSubresources.has(rest[2]);
    if (!isNamespaceItself) {
      namespace = rest[1];
      parts = rest.slice(2);
    }
  }
  if (parts.length > 3) throw ApiStatusError.pathNotFound();
  const [plural, name, subresource] = parts;
  return {
    kind: 'resource',
    group,
    version,
    plural,
    namespace,
    name,
    subresource,
  };
}
