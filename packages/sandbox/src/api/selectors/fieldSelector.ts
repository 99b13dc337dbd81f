import { ApiStatusError } from '../ApiStatusError';
import { readPath } from '../printing/jsonPath';
import type { ResourceType } from '../registry/ResourceType';
import type { SandboxObject } from '../../types';

/** Decides by fields whether an object is wanted. */
export interface FieldSelector {
  matches(object: SandboxObject): boolean;
  /** Set when the selector asks for exactly one name. */
  name?: string;
}

const always = ['metadata.name', 'metadata.namespace'];

/** Fields whose absence means something else than ''. */
const absent: Record<string, string> = {
  'spec.unschedulable': 'false',
  'spec.hostNetwork': 'false',
  'status.replicas': '0',
  'status.successful': '0',
};

function fieldValue(object: SandboxObject, field: string): string {
  if (field === 'source') {
    return String(object.source?.component ?? object.reportingComponent ?? '');
  }
  const value = readPath(object, field);
  return value === undefined || value === null
    ? absent[field] ?? ''
    : String(value);
}

function split(text: string): string[] {
  return text.split(/(?<!\\),/).filter(part => part.trim() !== '');
}

const unescape = (text: string) => text.replace(/\\([\\,=])/g, '$1');

/** Reads a field selector; throws 400 for a field that the kind cannot be selected by. */
export function parseFieldSelector(
  type: ResourceType,
  text: string | undefined,
): FieldSelector | undefined {
  if (!text?.trim()) return undefined;
  const supported = new Set([...always, ...(type.selectableFields ?? [])]);
  let name: string | undefined;
  const terms = split(text).map(part => {
    const match = /^\s*([^=!]+?)\s*(==|!=|=)(.*)$/s.exec(part);
    if (!match) {
      throw ApiStatusError.badRequest(
        `invalid field selector: "${part}"; can't understand`,
      );
    }
    const [, field, operator, raw] = match;
    if (!supported.has(field)) {
      throw ApiStatusError.badRequest(`field label not supported: ${field}`);
    }
    const value = unescape(raw.trim());
    const wanted = operator !== '!=';
    if (field === 'metadata.name' && wanted) name = value;
    return (object: SandboxObject) =>
      (fieldValue(object, field) === value) === wanted;
  });
  return { matches: object => terms.every(term => term(object)), name };
}
