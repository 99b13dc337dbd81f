import { useRef } from 'react';
import type { OrderCheck, Problem } from '@jimu/plugin-service-broker-common';
import type { Failure } from '../../api/describeError';
import { useDynamicTexts } from '../../hooks/useTexts';
import type { OrderForm } from './useOrderForm';

type ProblemLike = Pick<Problem, 'code' | 'params'> & Partial<Problem>;

interface Sources {
  form: OrderForm;
  check: OrderCheck | undefined;
  checkIsCurrent: boolean;
  failure: Failure | undefined;
  /** After a first attempt to order everything is shown, before it only what was touched. */
  showAll: boolean;
}

/** Value of a field path in the draft, to see whether it was changed since a refusal. */
function valueAt(form: OrderForm, field: string): unknown {
  const parameter = /^parameters\.(.+)$/.exec(field)?.[1];
  return parameter
    ? form.draft.values[parameter]
    : form.draft[field as keyof typeof form.draft];
}

/** What to show at each field, in the viewer's language: the form's own findings first, then the server's. */
export function useShownProblems(sources: Sources) {
  const { form, check, checkIsCurrent, failure, showAll } = sources;
  const texts = useDynamicTexts();
  const refused = useRef<{ failure?: Failure; values: Map<string, unknown> }>({
    values: new Map(),
  });
  if (refused.current.failure !== failure) {
    const fields = failure?.problems.flatMap(p => p.field ?? []) ?? [];
    refused.current = {
      failure,
      values: new Map(fields.map(field => [field, valueAt(form, field)])),
    };
  }
  const { values } = refused.current;

  const problems = new Map<string, ProblemLike>();
  const add = (field: string | undefined, problem: ProblemLike) => {
    if (field && !problems.has(field)) problems.set(field, problem);
  };
  form.findings.forEach((finding, field) => add(field, finding));
  // A refusal stands at its field until the field is changed.
  for (const problem of failure?.problems ?? []) {
    const { field } = problem;
    if (field && values.get(field) === valueAt(form, field)) {
      add(field, problem);
    }
  }
  if (checkIsCurrent) check?.problems.forEach(p => add(p.field, p));

  const named = new Set(failure?.problems.map(p => p.field));
  const textAt = (field: string) => {
    const problem = problems.get(field);
    const visible = showAll || form.touched.has(field) || named.has(field);
    return problem && visible ? texts.full(problem) : undefined;
  };
  return { all: problems, textAt };
}

export type ShownProblems = ReturnType<typeof useShownProblems>;
