import { ApiStatusError } from '../ApiStatusError';

/** Decides by labels whether an object is wanted. */
export type LabelPredicate = (
  labels: Record<string, string> | undefined,
) => boolean;

const key = String.raw`[A-Za-z0-9]([-A-Za-z0-9_./]*[A-Za-z0-9])?`;
const value = String.raw`([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?`;
const setBased = new RegExp(
  String.raw`^(?<key>${key})\s+(?<operator>in|notin)\s*\((?<values>[^()]*)\)$`,
);
const equality = new RegExp(
  String.raw`^(?<key>${key})\s*(?<operator>==|=|!=)\s*(?<value>${value})$`,
);
const order = new RegExp(
  String.raw`^(?<key>${key})\s*(?<operator>[<>])\s*(?<value>-?\d+)$`,
);
const existence = new RegExp(String.raw`^(?<not>!?)\s*(?<key>${key})$`);
const wholeValue = new RegExp(`^${value}$`);

function refuse(requirement: string): never {
  throw ApiStatusError.badRequest(
    `unable to parse requirement: found '${requirement}', expected a label selector such as "a=b", "a!=b", "a in (b,c)", "a notin (b)", "a", "!a", "a>1"`,
  );
}

function splitRequirements(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let current = '';
  for (const character of text) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (character === ',' && depth === 0) {
      parts.push(current);
      current = '';
    } else {
      current += character;
    }
  }
  return [...parts, current].map(part => part.trim());
}

function parseRequirement(text: string): LabelPredicate {
  const bySet = setBased.exec(text)?.groups;
  if (bySet) {
    const values = bySet.values.split(',').map(v => v.trim());
    if (!values.every(v => wholeValue.test(v))) refuse(text);
    const wanted = bySet.operator === 'in';
    return labels => {
      const present = labels?.[bySet.key];
      return wanted
        ? present !== undefined && values.includes(present)
        : present === undefined || !values.includes(present);
    };
  }
  const byValue = equality.exec(text)?.groups;
  if (byValue) {
    const wanted = byValue.operator !== '!=';
    return labels => (labels?.[byValue.key] === byValue.value) === wanted;
  }
  const byOrder = order.exec(text)?.groups;
  if (byOrder) {
    const limit = Number(byOrder.value);
    return labels => {
      const present = labels?.[byOrder.key];
      if (present === undefined || !/^-?\d+$/.test(present)) return false;
      return byOrder.operator === '>'
        ? Number(present) > limit
        : Number(present) < limit;
    };
  }
  const byKey = existence.exec(text)?.groups;
  if (byKey) {
    const wanted = byKey.not === '';
    return labels => (labels?.[byKey.key] !== undefined) === wanted;
  }
  return refuse(text);
}

/** Reads a label selector in any form that the API takes; throws 400 with the part that cannot be read. */
export function parseLabelSelector(
  text: string | undefined,
): LabelPredicate | undefined {
  if (!text?.trim()) return undefined;
  const requirements = splitRequirements(text).map(parseRequirement);
  return labels => requirements.every(matches => matches(labels));
}

/** The selector string of `matchLabels` and `matchExpressions`. */
export function selectorText(selector: any): string {
  if (!selector || typeof selector !== 'object') return '';
  const labels: Record<string, string> =
    selector.matchLabels ??
    (selector.matchExpressions ? {} : (selector as Record<string, string>));
  const parts = Object.entries(labels)
    .filter(([, v]) => typeof v === 'string')
    .map(([k, v]) => `${k}=${v}`);
  for (const {
    key: name,
    operator,
    values = [],
  } of selector.matchExpressions ?? []) {
    if (operator === 'Exists') parts.push(name);
    else if (operator === 'DoesNotExist') parts.push(`!${name}`);
    else {
      parts.push(
        `${name} ${operator === 'In' ? 'in' : 'notin'} (${[...values]
          .sort()
          .join(',')})`,
      );
    }
  }
  return parts.join(',');
}
