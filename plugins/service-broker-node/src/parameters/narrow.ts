import type {
  LimitSpec,
  ParametersSpec,
  ParameterSpec,
  PlanSpec,
} from '../schema/OfferingSpec';
import { compareQuantities } from '../model/quantities';

const stricter = <T>(
  a: T | undefined,
  b: T | undefined,
  pick: (a: T, b: T) => T,
): T | undefined => {
  if (a === undefined) return b;
  return b === undefined ? a : pick(a, b);
};

function narrowParameter(spec: ParameterSpec, limit: LimitSpec): ParameterSpec {
  const larger = (a: string, b: string) =>
    compareQuantities(a, b) >= 0 ? a : b;
  const smaller = (a: string, b: string) =>
    compareQuantities(a, b) <= 0 ? a : b;
  const narrowed: ParameterSpec = {
    ...spec,
    enum: stricter(spec.enum, limit.enum, (a, b) =>
      a.filter(value => b.includes(value)),
    ),
    minimum: stricter(spec.minimum, limit.minimum, Math.max),
    maximum: stricter(spec.maximum, limit.maximum, Math.min),
    'x-minimum': stricter(spec['x-minimum'], limit['x-minimum'], larger),
    'x-maximum': stricter(spec['x-maximum'], limit['x-maximum'], smaller),
  };
  return Object.fromEntries(
    Object.entries(narrowed).filter(([, value]) => value !== undefined),
  ) as unknown as ParameterSpec;
}

/** What the user may set in a plan: the offering's schema with the plan's defaults and limits, without what the plan fixes. */
export function narrowForPlan(
  spec: ParametersSpec,
  plan: PlanSpec,
): ParametersSpec {
  const properties: Record<string, ParameterSpec> = {};
  for (const [name, parameter] of Object.entries(spec.properties)) {
    if (plan.fixed && Object.hasOwn(plan.fixed, name)) continue;
    const narrowed = narrowParameter(parameter, plan.limits?.[name] ?? {});
    if (plan.defaults && Object.hasOwn(plan.defaults, name)) {
      narrowed.default = plan.defaults[name];
    }
    properties[name] = narrowed;
  }
  const required = (spec.required ?? []).filter(
    name =>
      Object.hasOwn(properties, name) && properties[name].default === undefined,
  );
  return {
    type: 'object',
    additionalProperties: false,
    ...(required.length > 0 ? { required } : {}),
    properties,
  };
}
