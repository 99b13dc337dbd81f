import type {
  Availability,
  OfferingSummary,
  OfferingView,
  ParameterSchema,
  PlanView,
  Price,
} from '@jimu/plugin-service-broker-common';
import { Offering, userNaming } from '@jimu/plugin-service-broker-node';

/** A plan as the order page shows it. */
export function planView(offering: Offering, name: string): PlanView {
  const plan = offering.spec.plans.find(p => p.name === name)!;
  // A required parameter without a default has no effective values yet; the page asks for it.
  const defaults = offering.effectiveParameters(name, {}).parameters ?? {
    ...plan.defaults,
    ...plan.fixed,
  };
  return {
    id: plan.id,
    name: plan.name,
    title: plan.title,
    description: plan.description,
    bullets: plan.bullets,
    recommended: plan.recommended ?? false,
    highAvailability: plan.highAvailability,
    schema: offering.planSchema(name),
    defaults,
    price: offering.price(name, defaults),
    consumption: offering.consumption(name, defaults),
  };
}

export function offeringSummary(
  offering: Offering,
  availability: Availability[],
): OfferingSummary {
  const { display, requires, plans } = offering.spec;
  return {
    name: offering.name,
    title: display.title,
    description: display.description,
    category: display.category,
    aliases: display.aliases,
    tags: display.tags ?? [],
    operator: requires.find(r => r.operator)?.operator ?? '',
    ...(display.support ? { support: display.support } : {}),
    availability,
    fromPrice: cheapest(
      plans.map(({ name }) => planView(offering, name).price),
    ),
  };
}

export function offeringView(
  offering: Offering,
  availability: Availability[],
): OfferingView {
  const { display, versions, naming, binding, plans } = offering.spec;
  return {
    ...offeringSummary(offering, availability),
    plans: plans.map(({ name }) => planView(offering, name)),
    versions: {
      default: versions.default,
      available: versions.available.map(({ name }) => name),
    },
    naming: userNaming(naming),
    bindable: binding !== undefined,
    bindingStrategy: binding?.strategy ?? 'shared',
    bindingSchema: bindingSchema(offering),
    expectedMinutes: display.expectedMinutes,
  };
}

/** What may be set when a binding is made. */
export function bindingSchema({ spec }: Offering): ParameterSchema {
  return (spec.binding?.parameters ?? {
    type: 'object',
    additionalProperties: false,
    properties: {},
  }) as unknown as ParameterSchema;
}

function cheapest(prices: Price[]): Price {
  return prices.reduce((a, b) => (b.amount < a.amount ? b : a));
}
