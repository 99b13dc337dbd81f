import type { Problem } from '@jimu/plugin-service-broker-common';

/** Gathers what is wrong, each with the path of its field. */
export class ProblemCollector {
  readonly problems: Problem[] = [];

  add(
    field: string,
    code: string,
    message: string,
    params?: Problem['params'],
  ): void {
    this.problems.push({ code, field, message, ...(params && { params }) });
  }

  get empty(): boolean {
    return this.problems.length === 0;
  }
}

/** `spec.plans` and 1 give `spec.plans[1]`; `spec` and `plans` give `spec.plans`; keys with other characters are quoted. */
export function pathOf(base: string, step: string | number): string {
  if (typeof step === 'number') return `${base}[${step}]`;
  if (!/^[\w-]+$/.test(step)) return `${base}[${JSON.stringify(step)}]`;
  return base === '' ? step : `${base}.${step}`;
}
