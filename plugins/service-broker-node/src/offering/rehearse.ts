import { ExpressionError } from '../expressions/ExpressionError';
import { isLabelValue } from '../model/labels';
import { MAX_DNS_LABEL } from '../model/names';
import type { ProblemCollector } from '../model/ProblemCollector';
import type { OfferingSpec } from '../schema/OfferingSpec';
import type {
  DeletionStep,
  ObservedRef,
  Offering,
  RenderContext,
  RenderedResource,
  StatusOutcome,
} from '../types';
import { rehearsals, type Rehearsal } from './rehearsalContexts';

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** Problems, each told once however many contexts show it. */
class Findings {
  private readonly seen = new Set<string>();

  constructor(private readonly problems: ProblemCollector) {}

  add(path: string, title: string, reason: string): void {
    const key = `${path} ${reason}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    this.problems.add(path, 'rendering', `${reason} (with ${title})`);
  }

  /** Runs a step; what it throws about an expression is a finding. */
  attempt<T>(title: string, step: () => T): T | undefined {
    try {
      return step();
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      this.add(error.path, title, error.message.slice(error.path.length + 2));
      return undefined;
    }
  }
}

function checkObject(
  findings: Findings,
  path: string,
  title: string,
  { object }: RenderedResource,
): void {
  const { name, labels = {} } = object.metadata;
  if (!DNS_LABEL.test(name) || name.length > MAX_DNS_LABEL) {
    findings.add(
      `${path}.metadata.name`,
      title,
      `gives "${name}", which is not a name of at most ${MAX_DNS_LABEL} lower case letters, digits and dashes`,
    );
  }
  for (const [key, value] of Object.entries(labels)) {
    if (typeof value !== 'string' || !isLabelValue(value)) {
      findings.add(
        `${path}.metadata.labels`,
        title,
        `gives ${key} a value that is not a label's`,
      );
    }
  }
}

/** A status that calls what is not there yet by name, without `?`, would never be judged. */
function checkOutcome(
  findings: Findings,
  path: string,
  title: string,
  outcome: StatusOutcome,
): void {
  const note = outcome.warnings.find(text => text.includes('could not be'));
  if (note) {
    findings.add(
      path,
      title,
      `fails on an object without status; use .? and orValue(): ${note}`,
    );
  }
  if (outcome.state === 'ready') {
    findings.add(path, title, 'is ready on an object without status');
  }
}

function bare(refs: ObservedRef[]) {
  return Object.fromEntries(
    refs.map(({ id, apiVersion, kind, name, namespace }) => [
      id,
      { apiVersion, kind, metadata: { name, namespace, generation: 1 } },
    ]),
  );
}

const fingerprint = (step: DeletionStep) => JSON.stringify(step);

function rehearseInstance(
  findings: Findings,
  spec: OfferingSpec,
  offering: Offering,
  { title, context }: Rehearsal,
  other: RenderContext,
): void {
  const rendered = findings.attempt(title, () => offering.render(context));
  const others = findings.attempt(title, () => offering.render(other));
  for (const resource of rendered ?? []) {
    const index = spec.resources.findIndex(({ id }) => id === resource.id);
    const path = `spec.resources[${index}].template`;
    checkObject(findings, path, title, resource);
    const namesake = others?.find(({ id }) => id === resource.id);
    if (namesake?.object.metadata.name === resource.object.metadata.name) {
      findings.add(
        `${path}.metadata.name`,
        title,
        'is the same for every instance; begin it with ${instance.name}',
      );
    }
  }
  if (rendered && !rendered.some(({ primary }) => primary)) {
    findings.add('spec.resources', title, 'the primary one is left out');
  }
  const refs = findings.attempt(title, () => offering.observed(context)) ?? [];
  const live = { ...context, res: bare(refs) };
  const outcome = findings.attempt(title, () => offering.status(live));
  if (outcome) checkOutcome(findings, 'spec.status', title, outcome);
  const deletable = (of: RenderContext) =>
    findings.attempt(title, () => [
      ...offering.deletion(of).filter(step => step.kind !== 'bindings'),
      ...offering.leftovers(of),
    ]) ?? [];
  const foreign = deletable(other).map(fingerprint);
  for (const step of deletable(context).map(fingerprint)) {
    if (foreign.includes(step)) {
      findings.add(
        'spec.deletion',
        title,
        `would delete what belongs to other instances: ${step}`,
      );
    }
  }
}

function rehearseBindings(
  findings: Findings,
  spec: OfferingSpec,
  offering: Offering,
  { title, context }: Rehearsal,
): void {
  const names = new Map<string, string>();
  for (const binding of context.bindings) {
    const at = { ...context, binding };
    const of = `${title}, binding ${JSON.stringify(binding.params)}`;
    for (const resource of findings.attempt(of, () =>
      offering.renderBinding(at),
    ) ?? []) {
      const index = spec.binding!.resources!.findIndex(
        ({ id }) => id === resource.id,
      );
      const path = `spec.binding.resources[${index}].template`;
      checkObject(findings, path, of, resource);
      const { name } = resource.object.metadata;
      const key = `${resource.id} ${name}`;
      if ((names.get(key) ?? binding.id) !== binding.id) {
        findings.add(
          `${path}.metadata.name`,
          of,
          'is the same for every binding; use ${binding.name}',
        );
      }
      names.set(key, binding.id);
    }
    // Accounts are revoked while instances are in trouble or going, so nothing live may be needed.
    findings.attempt(of, () => offering.revocation(at));
    const refs = findings.attempt(of, () => offering.observedBinding(at)) ?? [];
    const outcome = findings.attempt(of, () =>
      offering.bindingStatus({ ...at, res: {}, bindingRes: bare(refs) }),
    );
    if (outcome && refs.length > 0) {
      checkOutcome(findings, 'spec.binding.status', of, outcome);
    }
  }
}

/**
 * Renders an offering with every plan, version and branch before anyone orders it, under the longest name that it allows:
 * a template that cannot be rendered, or that would touch another instance's objects, is found here.
 */
export function rehearse(
  spec: OfferingSpec,
  offering: Offering,
  problems: ProblemCollector,
): void {
  const findings = new Findings(problems);
  const longest = 'a'.repeat(spec.naming.maxLength);
  const all = rehearsals(spec, offering, longest);
  const others = rehearsals(spec, offering, 'another');
  all.forEach((rehearsal, i) => {
    rehearseInstance(findings, spec, offering, rehearsal, others[i].context);
    rehearseBindings(findings, spec, offering, rehearsal);
    const { plan, params } = rehearsal.context;
    findings.attempt(rehearsal.title, () => offering.price(plan, params));
  });
}
