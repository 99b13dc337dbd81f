import type { FormValue, ParameterField } from './parameterFields';
import { parseQuantity } from './quantity';

/** Why a value cannot be sent, in the codes of the API, so that form and server speak with one voice. */
export interface Finding {
  code: string;
  params?: Record<string, string | number>;
}

const wrongType = (type: string): Finding => ({
  code: 'type',
  params: { type },
});

function matches(pattern: string, text: string): boolean {
  for (const flags of ['u', '']) {
    try {
      return new RegExp(pattern, flags).test(text);
    } catch {
      // Some patterns are valid only without Unicode mode.
    }
  }
  // A pattern that this browser cannot read at all is left to the server's check.
  return true;
}

function checkBounds(
  value: number,
  low: { value?: number; text: string },
  high: { value?: number; text: string },
): Finding | undefined {
  if (low.value !== undefined && value < low.value) {
    return { code: 'minimum', params: { minimum: low.text } };
  }
  if (high.value !== undefined && value > high.value) {
    return { code: 'maximum', params: { maximum: high.text } };
  }
  return undefined;
}

/** The rules of a text: length in characters and pattern. */
export function checkText(
  text: string,
  rules: {
    pattern?: string;
    minLength?: number;
    maxLength?: number;
    example?: string;
  },
): Finding | undefined {
  // UTF-16 units, as the server counts.
  const { length } = text;
  if (rules.minLength !== undefined && length < rules.minLength) {
    return { code: 'min-length', params: { minLength: rules.minLength } };
  }
  if (rules.maxLength !== undefined && length > rules.maxLength) {
    return { code: 'max-length', params: { maxLength: rules.maxLength } };
  }
  if (rules.pattern && !matches(rules.pattern, text)) {
    return {
      code: 'pattern',
      params: {
        pattern: rules.pattern,
        ...(rules.example ? { example: rules.example } : {}),
      },
    };
  }
  return undefined;
}

/** Checks one value as it is typed; undefined when it is fine. The server checks again. */
export function checkParameter(
  field: ParameterField,
  value: FormValue | undefined,
): Finding | undefined {
  if (value === undefined || value === '') {
    return field.required || field.default !== undefined
      ? { code: 'required' }
      : undefined;
  }
  switch (field.kind) {
    case 'quantity': {
      const amount = parseQuantity(String(value));
      if (amount === undefined)
        return { code: 'quantity', params: { unit: field.unit } };
      const { minimum = '', maximum = '' } = field;
      return checkBounds(
        amount,
        { value: parseQuantity(minimum), text: minimum },
        { value: parseQuantity(maximum), text: maximum },
      );
    }
    case 'number': {
      const amount = typeof value === 'number' ? value : Number(value);
      if (!Number.isFinite(amount))
        return wrongType(field.integer ? 'integer' : 'number');
      if (field.integer && !Number.isInteger(amount))
        return wrongType('integer');
      return checkBounds(
        amount,
        { value: field.minimum, text: String(field.minimum) },
        { value: field.maximum, text: String(field.maximum) },
      );
    }
    case 'choice':
      return field.options.includes(value)
        ? undefined
        : { code: 'enum', params: { allowed: field.options.join(', ') } };
    case 'text':
      return field.reserved?.includes(String(value))
        ? { code: 'reserved' }
        : checkText(String(value), field);
    case 'boolean':
      return typeof value === 'boolean' ? undefined : wrongType('boolean');
    default:
      return undefined;
  }
}
