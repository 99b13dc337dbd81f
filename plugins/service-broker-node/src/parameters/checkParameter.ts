import type { JsonValue } from '@backstage/types';
import type { Problem } from '@jimu/plugin-service-broker-common';
import { compareQuantities, parseQuantity } from '../model/quantities';
import type { ParameterSpec, ParameterValue } from '../schema/OfferingSpec';

const TYPE_WORDS = {
  string: 'a text',
  integer: 'a whole number',
  boolean: 'true or false',
};

/** Longest text that a parameter without `maxLength` may have; keeps patterns from being run on megabytes. */
const MAX_TEXT = 1_024;

type Finding = Omit<Problem, 'field'>;

function hasType(type: ParameterSpec['type'], value: JsonValue): boolean {
  return type === 'integer'
    ? Number.isSafeInteger(value)
    : typeof value === type;
}

function checkQuantity(
  spec: ParameterSpec,
  value: string,
): Finding | undefined {
  const nano = parseQuantity(value);
  const unit = spec['x-unit'] ?? '';
  const step = unit === 'bytes' ? 1_000_000_000n : 1_000_000n;
  if (nano === undefined || nano <= 0n || nano % step !== 0n) {
    const example = unit === 'cores' ? '500m or 2' : '512Mi or 10Gi';
    return {
      code: 'quantity',
      message: `must be a quantity such as ${example}`,
      params: { unit },
    };
  }
  const [minimum, maximum] = [spec['x-minimum'], spec['x-maximum']];
  if (minimum !== undefined && compareQuantities(value, minimum) < 0) {
    return {
      code: 'minimum',
      message: `must be at least ${minimum}`,
      params: { minimum },
    };
  }
  if (maximum !== undefined && compareQuantities(value, maximum) > 0) {
    return {
      code: 'maximum',
      message: `must be at most ${maximum}`,
      params: { maximum },
    };
  }
  return undefined;
}

function checkText(spec: ParameterSpec, value: string): Finding | undefined {
  const { minLength, maxLength = MAX_TEXT, pattern } = spec;
  if (minLength !== undefined && value.length < minLength) {
    return {
      code: 'min-length',
      message: `must have at least ${minLength} characters`,
      params: { minLength },
    };
  }
  if (value.length > maxLength) {
    return {
      code: 'max-length',
      message: `must have at most ${maxLength} characters`,
      params: { maxLength },
    };
  }
  if (/\p{Cc}/u.test(value)) {
    return {
      code: 'control-character',
      message: 'must have no control characters such as line breaks',
    };
  }
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(value)) {
    const example = spec.examples?.[0] ?? spec.default;
    return {
      code: 'pattern',
      message:
        example === undefined
          ? `must match ${pattern}`
          : `must match ${pattern}, for example ${example}`,
      params: {
        pattern,
        ...(example === undefined ? {} : { example: String(example) }),
      },
    };
  }
  return undefined;
}

function checkNumber(spec: ParameterSpec, value: number): Finding | undefined {
  const { minimum, maximum } = spec;
  if (minimum !== undefined && value < minimum) {
    return {
      code: 'minimum',
      message: `must be at least ${minimum}`,
      params: { minimum },
    };
  }
  if (maximum !== undefined && value > maximum) {
    return {
      code: 'maximum',
      message: `must be at most ${maximum}`,
      params: { maximum },
    };
  }
  return undefined;
}

/** The first thing that is wrong with the value of a parameter, in words that name the way out. */
export function checkParameter(
  spec: ParameterSpec,
  value: JsonValue,
): Finding | undefined {
  if (!hasType(spec.type, value)) {
    return {
      code: 'type',
      message: `must be ${TYPE_WORDS[spec.type]}`,
      params: { type: spec.type },
    };
  }
  if (spec.enum && !spec.enum.includes(value as ParameterValue)) {
    const allowed = spec.enum.join(', ');
    return {
      code: 'enum',
      message: `must be one of ${allowed}`,
      params: { allowed },
    };
  }
  if (spec.not?.enum.includes(value as ParameterValue)) {
    return {
      code: 'reserved',
      message: 'is a reserved word; choose another',
    };
  }
  if (typeof value === 'string') {
    return (
      checkText(spec, value) ??
      (spec.format === 'k8s-quantity' ? checkQuantity(spec, value) : undefined)
    );
  }
  return typeof value === 'number' ? checkNumber(spec, value) : undefined;
}
