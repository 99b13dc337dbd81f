import type {
  InstanceView,
  OfferingView,
  OrderRequest,
  PlanView,
} from '@jimu/plugin-service-broker-common';
import {
  chosenParameters,
  FormValues,
  initialValues,
  ParameterField,
  parameterFields,
} from './parameterFields';

/** All that the order form holds. */
export interface OrderDraft {
  plan: string;
  tenant?: string;
  environment?: string;
  name: string;
  version: string;
  values: FormValues;
}

/** What a link or the last order suggests. */
export interface OrderSuggestion {
  plan?: string;
  tenant?: string;
  environment?: string;
  name?: string;
  version?: string;
  parameters: Record<string, string>;
}

const PARAMETER_PREFIX = 'p.';

/** Reads a share link's query: `?plan=ha&tenant=pay&env=prod&name=cache&p.storage=20Gi`. */
export function readSuggestion(query: URLSearchParams): OrderSuggestion {
  const parameters: Record<string, string> = {};
  for (const [key, value] of query) {
    if (key.startsWith(PARAMETER_PREFIX)) {
      parameters[key.slice(PARAMETER_PREFIX.length)] = value;
    }
  }
  return {
    plan: query.get('plan') ?? undefined,
    tenant: query.get('tenant') ?? undefined,
    environment: query.get('env') ?? undefined,
    name: query.get('name') ?? undefined,
    version: query.get('version') ?? undefined,
    parameters,
  };
}

/** The query of a link that fills in the same form. */
export function writeSuggestion(suggestion: OrderSuggestion): string {
  const query = new URLSearchParams();
  const { plan, tenant, environment, name, version } = suggestion;
  const known = { plan, tenant, env: environment, name, version };
  for (const [key, value] of Object.entries(known)) {
    if (value) query.set(key, value);
  }
  for (const [key, value] of Object.entries(suggestion.parameters)) {
    query.set(`${PARAMETER_PREFIX}${key}`, value);
  }
  return query.toString();
}

/** What a new order like an existing instance would be; without its name, which is taken. */
export function suggestionFrom(instance: InstanceView): OrderSuggestion {
  const { plan, tenant, environment, version, parameters } = instance;
  return {
    plan,
    tenant,
    environment,
    version,
    parameters: Object.fromEntries(
      Object.entries(parameters).flatMap(([key, value]) =>
        typeof value === 'object' ? [] : [[key, String(value)]],
      ),
    ),
  };
}

/** The plan that a new form starts with: the suggested, else the recommended, else the first. */
export function startingPlan(
  offering: OfferingView,
  suggested?: string,
): PlanView | undefined {
  const { plans } = offering;
  return (
    plans.find(plan => plan.name === suggested) ??
    plans.find(plan => plan.recommended) ??
    plans[0]
  );
}

/** A query's text as the kind of value that the field takes. */
function typed(field: ParameterField, text: string) {
  if (field.kind === 'boolean') return text === 'true';
  if (field.kind === 'choice') {
    return field.options.find(option => String(option) === text) ?? text;
  }
  if (field.kind === 'number' && text.trim() !== '') {
    return Number.isFinite(Number(text)) ? Number(text) : text;
  }
  return text;
}

/** Values of a plan's fields: what was there before where the new plan has the field too, else its default. */
export function valuesForPlan(
  plan: PlanView,
  kept: Record<string, string> = {},
): FormValues {
  const fields = parameterFields(plan.schema, plan.defaults);
  const values = initialValues(fields);
  for (const field of fields) {
    if (field.name in kept) values[field.name] = typed(field, kept[field.name]);
  }
  return values;
}

/** The order as it is sent; only what differs from the plan's defaults is named. */
export function toOrderRequest(
  offering: OfferingView,
  plan: PlanView,
  draft: OrderDraft,
): OrderRequest {
  const fields = parameterFields(plan.schema, plan.defaults);
  return {
    tenant: draft.tenant ?? '',
    environment: draft.environment ?? '',
    offering: offering.name,
    plan: plan.name,
    name: draft.name,
    version: draft.version,
    parameters: chosenParameters(fields, draft.values),
  };
}
