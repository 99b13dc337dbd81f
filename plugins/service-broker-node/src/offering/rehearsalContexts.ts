import type { JsonObject } from '@backstage/types';
import { bindingContext } from '../model/names';
import type {
  OfferingSpec,
  ParametersSpec,
  ParameterValue,
} from '../schema/OfferingSpec';
import type { Offering, RenderContext } from '../types';

/** A context to try an offering with, and how to call it in a message. */
export interface Rehearsal {
  title: string;
  context: RenderContext;
}

const EXPOSURES = ['none', 'nodePort', 'loadBalancer'] as const;
const POLICIES = ['delete', 'retain'] as const;

/** Values for what is required and has no default. */
function examples({ properties, required = [] }: ParametersSpec): JsonObject {
  return Object.fromEntries(
    required.flatMap(name => {
      const { default: value, examples: [example] = [] } = properties[name];
      return value === undefined && example !== undefined
        ? [[name, example]]
        : [];
    }),
  );
}

/** Other values of a parameter that a plan allows: all of an enum, the ends of a range. */
function alternatives({ properties }: ParametersSpec): JsonObject[] {
  return Object.entries(properties).flatMap(([name, spec]) => {
    const values: (ParameterValue | undefined)[] = [
      ...(spec.enum ?? []),
      ...(spec.type === 'boolean' ? [true, false] : []),
      spec.minimum,
      spec.maximum,
      spec['x-minimum'],
      spec['x-maximum'],
      ...(spec.examples ?? []),
    ];
    return values
      .filter(value => value !== undefined)
      .map(value => ({ [name]: value }));
  });
}

function bindings(spec: OfferingSpec, offering: Offering, name: string) {
  const schema = spec.binding?.parameters;
  const base = schema ? examples(schema) : {};
  const all = [base, ...(schema ? alternatives(schema) : [])];
  return all.flatMap((user, i) => {
    const { parameters } = offering.bindingParameters({ ...base, ...user });
    return parameters ? [bindingContext(name, `binding-${i}`, parameters)] : [];
  });
}

/**
 * Contexts that together reach every branch one may expect: each plan with each version, exposure and deletion policy, and
 * with each alternative of a parameter.
 *
 * @param name - of the instance's objects
 */
export function rehearsals(
  spec: OfferingSpec,
  offering: Offering,
  name: string,
): Rehearsal[] {
  const live = spec.binding ? bindings(spec, offering, name) : [];
  return spec.plans.flatMap(plan => {
    const schema = offering.planSchema(plan.name) as unknown as ParametersSpec;
    const base = examples(schema);
    const make = (
      title: string,
      user: JsonObject,
      version = spec.versions.default,
      exposure: (typeof EXPOSURES)[number] = 'none',
      deletionPolicy: (typeof POLICIES)[number] = 'delete',
    ): Rehearsal[] => {
      const { parameters } = offering.effectiveParameters(plan.name, {
        ...base,
        ...user,
      });
      if (!parameters) return [];
      const context: RenderContext = {
        instance: {
          id: `id-of-${name}`,
          name,
          displayName: 'rehearsal',
          namespace: 'tenant-dev-svc',
          tenant: 'tenant',
          environment: 'dev',
          deletionPolicy,
          exposure,
        },
        params: parameters,
        plan: plan.name,
        version,
        bindings: live,
      };
      return [{ title: `plan ${plan.name}${title}`, context }];
    };
    return [
      ...spec.versions.available.flatMap(version =>
        EXPOSURES.flatMap(exposure =>
          POLICIES.flatMap(policy =>
            make(
              `, version ${version.name}, exposure ${exposure}, deletion policy ${policy}`,
              {},
              version.name,
              exposure,
              policy,
            ),
          ),
        ),
      ),
      ...alternatives(schema).flatMap(user =>
        make(`, parameters ${JSON.stringify(user)}`, user),
      ),
    ];
  });
}
