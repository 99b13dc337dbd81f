import type { JsonObject, JsonValue } from '@backstage/types';
import type { Problem } from '@jimu/plugin-service-broker-common';
import type { ParametersSpec, ParameterValue } from '../schema/OfferingSpec';
import { checkParameter } from './checkParameter';

/** Longest echo of a field's name that the user sent. */
const MAX_ECHO = 64;

function fieldPath(base: string, name: string): string {
  return `${base}.${name.slice(0, MAX_ECHO)}`;
}

/**
 * What the user sent, laid over the defaults and under what the plan fixes; each problem names its field. `parameters` is
 * there only when nothing is wrong.
 *
 * @param schema - already narrowed for the plan, its defaults included
 * @param base - path of the parameters in the request
 */
export function mergeParameters(
  schema: ParametersSpec,
  fixed: Record<string, ParameterValue>,
  user: JsonValue | undefined,
  base = 'parameters',
): { parameters?: JsonObject; problems: Problem[] } {
  if (
    user !== undefined &&
    (typeof user !== 'object' || user === null || Array.isArray(user))
  ) {
    const problem = {
      code: 'type',
      field: base,
      message: 'must be an object of parameters',
      params: { type: 'object' },
    };
    return { problems: [problem] };
  }
  const problems: Problem[] = [];
  const merged = new Map<string, JsonValue>();
  for (const [name, { default: value }] of Object.entries(schema.properties)) {
    if (value !== undefined) merged.set(name, value);
  }
  for (const [name, value] of Object.entries(user ?? {})) {
    if (value === undefined) continue;
    const field = fieldPath(base, name);
    if (Object.hasOwn(fixed, name)) {
      if (fixed[name] !== value) {
        problems.push({
          code: 'fixed-by-plan',
          field,
          message: `is ${fixed[name]} in this plan; leave it out or choose another plan`,
          params: { value: String(fixed[name]) },
        });
      }
    } else if (!Object.hasOwn(schema.properties, name)) {
      problems.push({
        code: 'unknown-field',
        field,
        message: 'is not a parameter of this offering; leave it out',
        params: { name: name.slice(0, MAX_ECHO) },
      });
    } else {
      const finding = checkParameter(schema.properties[name], value);
      if (finding) problems.push({ ...finding, field });
      else merged.set(name, value);
    }
  }
  for (const name of schema.required ?? []) {
    if (
      !merged.has(name) &&
      !problems.some(p => p.field === `${base}.${name}`)
    ) {
      problems.push({
        code: 'required',
        field: fieldPath(base, name),
        message: 'is required',
      });
    }
  }
  if (problems.length > 0) return { problems };
  for (const [name, value] of Object.entries(fixed)) merged.set(name, value);
  return {
    parameters: Object.fromEntries(
      [...merged.entries()].sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
    problems,
  };
}
