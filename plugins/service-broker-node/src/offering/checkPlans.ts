import { ProblemCollector, pathOf } from '../model/ProblemCollector';
import { compareQuantities } from '../model/quantities';
import { checkParameter } from '../parameters/checkParameter';
import type {
  LimitSpec,
  OfferingSpec,
  ParametersSpec,
  ParameterSpec,
  PlanSpec,
} from '../schema/OfferingSpec';

const QUANTITY_BOUNDS = ['x-minimum', 'x-maximum'] as const;
const NUMBER_BOUNDS = ['minimum', 'maximum'] as const;
const TEXT_RULES = ['minLength', 'maxLength', 'pattern'] as const;

/** Rules that a parameter's type has no use for. */
function checkRules(
  problems: ProblemCollector,
  path: string,
  spec: ParameterSpec,
  rules: Partial<ParameterSpec>,
): void {
  const refuse = (names: readonly (keyof ParameterSpec)[], where: string) => {
    for (const name of names.filter(key => rules[key] !== undefined)) {
      problems.add(pathOf(path, name), 'misplaced', `is for ${where} only`);
    }
  };
  const isQuantity = spec.format === 'k8s-quantity';
  if (!isQuantity) refuse(QUANTITY_BOUNDS, 'format k8s-quantity');
  if (spec.type !== 'integer') refuse(NUMBER_BOUNDS, 'type integer');
  if (spec.type !== 'string') refuse([...TEXT_RULES, 'format'], 'type string');
}

/** Every parameter of a schema, on its own. */
export function checkParameters(
  problems: ProblemCollector,
  path: string,
  { properties, required = [] }: ParametersSpec,
): void {
  for (const [name, spec] of Object.entries(properties)) {
    const at = pathOf(pathOf(path, 'properties'), name);
    checkRules(problems, at, spec, spec);
    const samples = { default: spec.default, examples: spec.examples?.[0] };
    for (const [key, value] of Object.entries(samples)) {
      const finding =
        value === undefined ? undefined : checkParameter(spec, value);
      if (finding) problems.add(pathOf(at, key), finding.code, finding.message);
    }
  }
  required.forEach((name, i) => {
    const at = pathOf(pathOf(path, 'required'), i);
    const spec = properties[name];
    if (!spec) {
      problems.add(at, 'unknown-reference', `there is no parameter "${name}"`);
    } else if (spec.default === undefined && !spec.examples) {
      problems.add(
        pathOf(pathOf(pathOf(path, 'properties'), name), 'examples'),
        'required',
        'is needed: a required parameter without default is rehearsed with its first example',
      );
    }
  });
}

function isWider(limit: LimitSpec, spec: ParameterSpec): boolean {
  const below = (a?: string, b?: string) =>
    a !== undefined && b !== undefined && compareQuantities(a, b) < 0;
  return (
    below(limit['x-minimum'], spec['x-minimum']) ||
    below(spec['x-maximum'], limit['x-maximum']) ||
    (limit.minimum ?? Infinity) < (spec.minimum ?? -Infinity) ||
    (limit.maximum ?? -Infinity) > (spec.maximum ?? Infinity) ||
    (limit.enum ?? []).some(value => spec.enum && !spec.enum.includes(value))
  );
}

function checkValues(
  problems: ProblemCollector,
  path: string,
  spec: OfferingSpec,
  plan: PlanSpec,
): void {
  const { properties } = spec.parameters;
  const known = (at: string, name: string) => {
    if (Object.hasOwn(properties, name)) return true;
    problems.add(at, 'unknown-reference', `there is no parameter "${name}"`);
    return false;
  };
  for (const [name, limit] of Object.entries(plan.limits ?? {})) {
    const at = pathOf(pathOf(path, 'limits'), name);
    if (!known(at, name)) continue;
    checkRules(problems, at, properties[name], limit);
    if (isWider(limit, properties[name])) {
      problems.add(at, 'wider', 'allows what the offering does not allow');
    }
  }
  for (const part of ['defaults', 'fixed'] as const) {
    for (const [name, value] of Object.entries(plan[part] ?? {})) {
      const at = pathOf(pathOf(path, part), name);
      if (!known(at, name)) continue;
      const limits = part === 'defaults' ? plan.limits?.[name] : {};
      const finding =
        checkParameter(properties[name], value) ??
        checkParameter({ ...properties[name], ...limits }, value);
      if (finding) problems.add(at, finding.code, finding.message);
      if (part === 'fixed' && plan.defaults?.[name] !== undefined) {
        problems.add(at, 'duplicate', 'is in defaults as well; keep one');
      }
    }
  }
}

/** Plans against each other and against the parameters. */
export function checkPlans(
  problems: ProblemCollector,
  spec: OfferingSpec,
): void {
  const names = spec.plans.map(({ name }) => name);
  const seen = new Set<string>();
  spec.plans.forEach((plan, i) => {
    const path = `spec.plans[${i}]`;
    for (const key of ['id', 'name'] as const) {
      if (seen.has(plan[key])) {
        problems.add(
          pathOf(path, key),
          'duplicate',
          `another plan has the ${key} ${plan[key]}`,
        );
      }
      seen.add(plan[key]);
    }
    (plan.upgradesTo ?? []).forEach((target, j) => {
      if (!names.includes(target) || target === plan.name) {
        problems.add(
          `${path}.upgradesTo[${j}]`,
          'unknown-reference',
          `there is no other plan "${target}"`,
        );
      }
    });
    checkValues(problems, path, spec, plan);
  });
}
