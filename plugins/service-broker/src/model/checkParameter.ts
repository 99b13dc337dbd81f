import type { FormValue, ParameterField } from './parameterFields';
import { parseQuantity } from './quantity';

/** Why a value cannot be sent; each `rule` is a translation key under `rule`. */
export type RuleBreach =
  | { rule: 'required' }
  | { rule: 'notANumber' }
  | { rule: 'notWhole' }
  | { rule: 'notAQuantity' }
  | { rule: 'atLeast'; minimum: string }
  | { rule: 'atMost'; maximum: string }
  | { rule: 'tooShort'; minimum: string }
  | { rule: 'tooLong'; maximum: string }
  | { rule: 'pattern'; pattern: string }
  | { rule: 'notOffered' };

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
): RuleBreach | undefined {
  if (low.value !== undefined && value < low.value) {
    return { rule: 'atLeast', minimum: low.text };
  }
  if (high.value !== undefined && value > high.value) {
    return { rule: 'atMost', maximum: high.text };
  }
  return undefined;
}

/** The rules of a text: length in characters and pattern. */
export function checkText(
  text: string,
  rules: { pattern?: string; minLength?: number; maxLength?: number },
): RuleBreach | undefined {
  const length = [...text].length;
  if (rules.minLength !== undefined && length < rules.minLength) {
    return { rule: 'tooShort', minimum: String(rules.minLength) };
  }
  if (rules.maxLength !== undefined && length > rules.maxLength) {
    return { rule: 'tooLong', maximum: String(rules.maxLength) };
  }
  if (rules.pattern && !matches(rules.pattern, text)) {
    return { rule: 'pattern', pattern: rules.pattern };
  }
  return undefined;
}

/** Checks one value as it is typed; undefined when it is fine. The server checks again. */
export function checkParameter(
  field: ParameterField,
  value: FormValue | undefined,
): RuleBreach | undefined {
  if (value === undefined || value === '') {
    return field.required || field.default !== undefined
      ? { rule: 'required' }
      : undefined;
  }
  switch (field.kind) {
    case 'quantity': {
      const amount = parseQuantity(String(value));
      if (amount === undefined) return { rule: 'notAQuantity' };
      const { minimum = '', maximum = '' } = field;
      return checkBounds(
        amount,
        { value: parseQuantity(minimum), text: minimum },
        { value: parseQuantity(maximum), text: maximum },
      );
    }
    case 'number': {
      const amount = typeof value === 'number' ? value : Number(value);
      if (!Number.isFinite(amount)) return { rule: 'notANumber' };
      if (field.integer && !Number.isInteger(amount))
        return { rule: 'notWhole' };
      return checkBounds(
        amount,
        { value: field.minimum, text: String(field.minimum) },
        { value: field.maximum, text: String(field.maximum) },
      );
    }
    case 'choice':
      return field.options.includes(value) ? undefined : { rule: 'notOffered' };
    case 'text':
      return checkText(String(value), field);
    case 'boolean':
      return typeof value === 'boolean' ? undefined : { rule: 'notOffered' };
    default:
      return undefined;
  }
}
