import { useMemo, useState } from 'react';
import type { OfferingView } from '@jimu/plugin-service-broker-common';
import type { Place } from '../../hooks/useLastPlace';
import { mayOrder, Tenancy } from '../../hooks/useTenancy';
import {
  OrderDraft,
  OrderSuggestion,
  startingPlan,
  toOrderRequest,
  valuesForPlan,
} from '../../model/orderDraft';
import {
  chosenParameters,
  FormValue,
  parameterFields,
} from '../../model/parameterFields';
import { localFindings } from './localFindings';

/** A tenant in which the viewer may order and the environments it has, the suggested ones where they are possible. */
export function startingPlace(
  tenancy: Tenancy,
  wishes: (Place | undefined)[],
): Place {
  const tenants = tenancy.tenants.filter(mayOrder);
  const tenant =
    wishes.map(w => tenants.find(t => t.name === w?.tenant)).find(Boolean) ??
    (tenants.length === 1 ? tenants[0] : undefined);
  const has = (name?: string) =>
    name !== undefined && tenant?.environments.includes(name);
  const environment =
    wishes.map(w => w?.environment).find(has) ??
    (tenant?.environments.length === 1 ? tenant.environments[0] : undefined);
  return { tenant: tenant?.name, environment };
}

function startingDraft(
  offering: OfferingView,
  suggestion: OrderSuggestion,
  place: Place,
): OrderDraft {
  const plan = startingPlan(offering, suggestion.plan);
  const { available, default: fallback } = offering.versions;
  return {
    ...place,
    plan: plan?.name ?? '',
    name: suggestion.name ?? '',
    version:
      available.find(version => version === suggestion.version) ?? fallback,
    values: plan ? valuesForPlan(plan, suggestion.parameters) : {},
  };
}

/** What the order form holds, what follows from it, and how it changes. */
export function useOrderForm(
  offering: OfferingView,
  suggestion: OrderSuggestion,
  place: Place,
) {
  const [draft, setDraft] = useState(() =>
    startingDraft(offering, suggestion, place),
  );
  const [touched, setTouched] = useState<ReadonlySet<string>>(
    () => new Set(suggestion.name ? ['name'] : []),
  );
  const plan = offering.plans.find(p => p.name === draft.plan);
  const fields = useMemo(
    () => (plan ? parameterFields(plan.schema, plan.defaults) : []),
    [plan],
  );
  const findings = useMemo(
    () => localFindings(offering, fields, draft),
    [offering, fields, draft],
  );

  const change = (part: Partial<OrderDraft>) => {
    setDraft(current => ({ ...current, ...part }));
    setTouched(current => new Set([...current, ...Object.keys(part)]));
  };

  return {
    draft,
    plan,
    fields,
    findings,
    touched,
    change,
    touch: (field: string) =>
      setTouched(current => new Set(current).add(field)),
    changeValue: (name: string, value: FormValue | undefined) => {
      setDraft(current => ({
        ...current,
        values: { ...current.values, [name]: value },
      }));
      setTouched(current => new Set(current).add(`parameters.${name}`));
    },
    /** Another plan brings its own defaults; what was set by hand goes along. */
    choosePlan: (name: string) => {
      const next = offering.plans.find(p => p.name === name);
      if (!next) return;
      const chosen = chosenParameters(fields, draft.values);
      const kept = Object.fromEntries(
        Object.entries(chosen).map(([key, value]) => [key, String(value)]),
      );
      setDraft(current => ({
        ...current,
        plan: name,
        values: valuesForPlan(next, kept),
      }));
    },
    request: plan ? toOrderRequest(offering, plan, draft) : undefined,
  };
}

export type OrderForm = ReturnType<typeof useOrderForm>;
