import type { JsonObject } from '@backstage/types';
import {
  OrderCheck,
  OrderRequest,
  Problem,
  ProblemError,
  ProblemErrorName,
} from '@jimu/plugin-service-broker-common';
import type { Offering } from '@jimu/plugin-service-broker-node';
import type { TenantEnvironment } from '@jimu/plugin-tenants-common';
import { problems } from './problems';

/** What an order is checked against. */
export interface OrderFacts {
  /** Undefined when the tenant does not exist. */
  tenantEnvironments?: string[];
  /** Undefined when the tenant is not in the environment. */
  place?: TenantEnvironment;
  offering?: Offering;
  /** Why a file of that name gives no offering. */
  brokenReason?: string;
  /** Why the offering cannot be ordered there now. */
  unavailable?: Problem;
  nameTaken: boolean;
}

/** An order that may be accepted. */
export interface SoundOrder {
  place: TenantEnvironment;
  offering: Offering;
  version: string;
  parameters: JsonObject;
}

export interface CheckedOrder {
  problems: Problem[];
  /** Present when there is no problem. */
  sound?: SoundOrder;
  /** Present when plan and parameters are sound, whatever else is wrong. */
  effective?: { offering: Offering; parameters: JsonObject };
}

/** All that is wrong with an order, at once. */
export function checkOrder(
  order: OrderRequest,
  facts: OrderFacts,
): CheckedOrder {
  const { offering, place } = facts;
  const found: Problem[] = [];
  if (!facts.tenantEnvironments) {
    found.push(problems.tenantUnknown(order.tenant));
  } else if (!place) {
    found.push(
      problems.environmentUnknown(order.environment, facts.tenantEnvironments),
    );
  }
  if (!offering) {
    found.push(
      facts.brokenReason
        ? problems.offeringBroken(order.offering, facts.brokenReason)
        : problems.offeringUnknown(order.offering),
    );
    return { problems: found };
  }

  const { plans, versions } = offering.spec;
  const version = order.version ?? versions.default;
  if (!versions.available.some(({ name }) => name === version)) {
    found.push(
      problems.versionUnknown(
        version,
        versions.available.map(({ name }) => name),
      ),
    );
  }
  const misnamed = offering.checkName(order.name);
  found.push(...misnamed);
  if (facts.nameTaken && misnamed.length === 0) {
    found.push(problems.nameTaken(order.name, order.tenant, order.environment));
  }
  if (!plans.some(({ name }) => name === order.plan)) {
    found.push(
      problems.planUnknown(
        order.plan,
        plans.map(({ name }) => name),
      ),
    );
    return { problems: found };
  }
  const { parameters, problems: wrong } = offering.effectiveParameters(
    order.plan,
    order.parameters ?? {},
  );
  found.push(...wrong.map(inParameters));
  if (facts.unavailable) found.push(facts.unavailable);
  return {
    problems: found,
    ...(parameters && wrong.length === 0
      ? { effective: { offering, parameters } }
      : {}),
    ...(parameters && place && found.length === 0
      ? { sound: { place, offering, version, parameters } }
      : {}),
  };
}

/** The check as it is answered. */
export function orderCheck(
  order: OrderRequest,
  { problems: found, effective }: CheckedOrder,
): OrderCheck {
  return {
    ok: found.length === 0,
    problems: found,
    ...(effective
      ? {
          parameters: effective.parameters,
          price: effective.offering.price(order.plan, effective.parameters),
          consumption: effective.offering.consumption(
            order.plan,
            effective.parameters,
          ),
        }
      : {}),
  };
}

const REFUSALS: Record<string, ProblemErrorName> = {
  'tenant-unknown': 'NotFoundError',
  'name-taken': 'ConflictError',
  'offering-broken': 'ConflictError',
  'kind-missing': 'ConflictError',
  'cluster-unreachable': 'ServiceUnavailableError',
};

/** The order's refusal: what is wrong with the request itself comes before what is wrong with the world. */
export function refusal(found: Problem[]): ProblemError {
  const names = found.map(({ code }) => REFUSALS[code] ?? 'InputError');
  const name =
    (
      ['NotFoundError', 'InputError', 'ConflictError'] as ProblemErrorName[]
    ).find(candidate => names.includes(candidate)) ?? 'ServiceUnavailableError';
  return new ProblemError(name, found);
}

/** Paths of parameters as the request has them: `parameters.storage`. */
export function inParameters(problem: Problem): Problem {
  const field = problem.field ?? '';
  if (field === 'parameters' || field.startsWith('parameters.')) return problem;
  return { ...problem, field: field ? `parameters.${field}` : 'parameters' };
}
