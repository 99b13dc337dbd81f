import type { JsonObject } from '@backstage/types';
import { NotFoundError } from '@backstage/errors';
import type { Consumption, Price } from '@jimu/plugin-service-broker-common';
import { toCel } from '../expressions/celValues';
import {
  compileExpression,
  within,
  type CompiledExpression,
  type Site,
  type Variables,
} from '../expressions/compileExpression';
import { ExpressionError } from '../expressions/ExpressionError';
import type { Scopes } from '../expressions/scopes';
import type { ProblemCollector } from '../model/ProblemCollector';
import { narrowForPlan } from '../parameters/narrow';
import type {
  OfferingSpec,
  ParametersSpec,
  PlanSpec,
} from '../schema/OfferingSpec';

const GI = 1024 ** 3;
const AMOUNTS = ['cpu', 'memory', 'storage', 'volumes'] as const;

/** A plan with its schema and arithmetic. */
export interface CompiledPlan {
  spec: PlanSpec;
  schema: ParametersSpec;
  consumption(parameters: JsonObject): Consumption;
  price(parameters: JsonObject): Price;
}

function amount(expression: CompiledExpression, variables: Variables): number {
  const value = expression.evaluate(variables);
  if (typeof value !== 'number' || value < 0) {
    throw new ExpressionError(
      expression.path,
      'must give a number that is not negative',
    );
  }
  return value;
}

function variablesOf(plan: PlanSpec, parameters: JsonObject): Variables {
  return { params: toCel(parameters), plan: plan.name };
}

function compileConsumption(site: Site, spec: OfferingSpec) {
  const compiled = AMOUNTS.map(name =>
    compileExpression(within(site, name), spec.consumes[name], [
      'double',
      'int',
    ]),
  );
  const [cpu, memory, storage, volumes] = compiled;
  if (!cpu || !memory || !storage || !volumes) return undefined;
  return (plan: PlanSpec, parameters: JsonObject): Consumption => {
    const variables = variablesOf(plan, parameters);
    return {
      cpu: amount(cpu, variables),
      memory: amount(memory, variables),
      storage: amount(storage, variables),
      volumes: amount(volumes, variables),
    };
  };
}

function compilePrice(site: Site, plan: PlanSpec) {
  const {
    base = 0,
    perCore = 0,
    perMemoryGi = 0,
    perStorageGi = 0,
  } = plan.price;
  const formula = plan.price.amount;
  const expression =
    formula === undefined
      ? undefined
      : compileExpression(within(site, 'amount'), formula, ['double', 'int']);
  if (formula !== undefined && !expression) return undefined;
  return (parameters: JsonObject, used: Consumption): number => {
    const extra = expression
      ? amount(expression, {
          ...variablesOf(plan, parameters),
          consumption: used,
        })
      : 0;
    const total =
      base +
      extra +
      used.cpu * perCore +
      (used.memory / GI) * perMemoryGi +
      (used.storage / GI) * perStorageGi;
    return Math.round(total * 100) / 100;
  };
}

/** Plans by name. */
export function compilePlans(
  spec: OfferingSpec,
  scopes: Pick<Scopes, 'plan' | 'price'>,
  problems: ProblemCollector,
): Map<string, CompiledPlan> {
  const consumption = compileConsumption(
    { environment: scopes.plan, path: 'spec.consumes', problems },
    spec,
  );
  const plans = new Map<string, CompiledPlan>();
  spec.plans.forEach((plan, i) => {
    const price = compilePrice(
      {
        environment: scopes.price,
        path: `spec.plans[${i}].price`,
        problems,
      },
      plan,
    );
    if (!consumption || !price) return;
    plans.set(plan.name, {
      spec: plan,
      schema: narrowForPlan(spec.parameters, plan),
      consumption: parameters => consumption(plan, parameters),
      price: parameters => ({
        amount: price(parameters, consumption(plan, parameters)),
        currency: spec.price.currency,
        per: 'month',
      }),
    });
  });
  return plans;
}

/** Throws `NotFoundError` for a plan that the offering does not have. */
export function planNamed(
  plans: Map<string, CompiledPlan>,
  name: string,
): CompiledPlan {
  const plan = plans.get(name);
  if (!plan) {
    throw new NotFoundError(
      `There is no plan "${name.slice(0, 64)}"; choose one of ${[
        ...plans.keys(),
      ].join(', ')}`,
    );
  }
  return plan;
}
