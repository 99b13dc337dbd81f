import Ajv, { type ErrorObject } from 'ajv';
import addFormats from 'ajv-formats';
import { pathOf, type ProblemCollector } from '../model/ProblemCollector';
import { isQuantity } from '../model/quantities';
import { offeringFileSchema } from './offeringFileSchema';
import type { OfferingFile } from './OfferingSpec';

const ajv = new Ajv({ allErrors: true, strict: false });
addFormats(ajv, ['regex', 'uuid']);
ajv.addFormat('k8s-quantity', isQuantity);
const validate = ajv.compile<OfferingFile>(offeringFileSchema);

/** `/spec/plans/1/name` gives `spec.plans[1].name`. */
function fieldOf({ instancePath }: ErrorObject): string {
  return instancePath
    .split('/')
    .slice(1)
    .map(step => step.replace(/~1/g, '/').replace(/~0/g, '~'))
    .reduce(
      (path, step) => pathOf(path, /^\d+$/.test(step) ? Number(step) : step),
      '',
    );
}

function describe(error: ErrorObject): {
  field: string;
  code: string;
  message: string;
} {
  const field = fieldOf(error);
  const { keyword, params } = error;
  switch (keyword) {
    case 'required':
      return {
        field: pathOf(field, params.missingProperty),
        code: 'required',
        message: 'is missing',
      };
    case 'additionalProperties':
      return {
        field: pathOf(field, params.additionalProperty),
        code: 'unknown-field',
        message: 'is not a field of an offering; check its spelling',
      };
    case 'enum':
      return {
        field,
        code: 'enum',
        message: `must be one of ${params.allowedValues.join(', ')}`,
      };
    case 'const':
      return {
        field,
        code: 'enum',
        message: `must be ${JSON.stringify(params.allowedValue)}`,
      };
    case 'oneOf':
      return {
        field,
        code: 'choice',
        message: 'needs either labels or names, not both',
      };
    case 'propertyNames':
      return {
        field: pathOf(field, params.propertyName),
        code: 'pattern',
        message: 'is not a name that can be used here',
      };
    default:
      return { field, code: keyword, message: error.message ?? keyword };
  }
}

/** Whether parsed YAML has the form of an offering file; what is wrong goes to `problems`. */
export function validateOfferingFile(
  value: unknown,
  problems: ProblemCollector,
): value is OfferingFile {
  if (validate(value)) return true;
  // Branches of oneOf and the inner error of propertyNames repeat what their parents say.
  const errors = (validate.errors ?? []).filter(
    error => !/\/(oneOf\/\d+|propertyNames)\/\w+$/.test(error.schemaPath),
  );
  for (const error of errors) {
    const { field, code, message } = describe(error);
    problems.add(field, code, message);
  }
  return false;
}
