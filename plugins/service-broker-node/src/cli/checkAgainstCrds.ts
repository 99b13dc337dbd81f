import type { ErrorObject } from 'ajv';
import type { Problem } from '@jimu/plugin-service-broker-common';
import { pathOf } from '../model/ProblemCollector';
import type { Offering } from '../types';
import type { readCrds } from './crdSchemas';
import { renderedObjects } from './renderedObjects';

type CrdLookup = Awaited<ReturnType<typeof readCrds>>;

function describe(base: string, error: ErrorObject): Problem {
  const field = error.instancePath
    .split('/')
    .slice(1)
    .map(step => step.replace(/~1/g, '/').replace(/~0/g, '~'))
    .reduce(
      (path, step) => pathOf(path, /^\d+$/.test(step) ? Number(step) : step),
      base,
    );
  if (error.keyword === 'additionalProperties') {
    return {
      code: 'unknown-field',
      field: pathOf(field, error.params.additionalProperty),
      message: "is not in the CRD's schema",
    };
  }
  const allowed = error.params.allowedValues;
  const more = Array.isArray(allowed) ? `: ${allowed.join(', ')}` : '';
  return { code: 'schema', field, message: `${error.message}${more}` };
}

/** Whether what an offering renders fits the operators' CRDs, fields that they do not know refused. */
export function checkAgainstCrds(
  offering: Offering,
  crds: CrdLookup,
): Problem[] {
  const problems = new Map<string, Problem>();
  offering.requires.forEach(({ apiVersion, kind }, i) => {
    if (!crds(apiVersion, kind)) {
      problems.set(`requires ${i}`, {
        code: 'missing-kind',
        field: `spec.requires[${i}]`,
        message: `no CRD for ${kind} (${apiVersion}) in the folder`,
      });
    }
  });
  for (const { path, title, object } of renderedObjects(offering)) {
    const validate = crds(object.apiVersion, object.kind);
    if (!validate || validate(object)) continue;
    for (const error of validate.errors ?? []) {
      const problem = describe(path, error);
      const key = `${problem.field} ${problem.message}`;
      if (problems.has(key)) continue;
      problems.set(key, {
        ...problem,
        message: `${problem.message} (with ${title})`,
      });
    }
  }
  return [...problems.values()];
}
