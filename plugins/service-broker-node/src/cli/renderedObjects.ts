import type { KubernetesObject } from '@jimu/plugin-clusters-common';
import { rehearsals } from '../offering/rehearsalContexts';
import type { Offering } from '../types';

/** An object that an offering would apply, where it comes from, and with what it was rendered. */
export interface RenderedObject {
  path: string;
  title: string;
  object: KubernetesObject;
}

/** Name that the rehearsed instances have in the cluster. */
export const REHEARSAL_NAME = 'jimu-check-a1b2c';

/** Everything that an offering would apply: each plan, version and branch, each binding and each Job that revokes one. */
export function renderedObjects(offering: Offering): RenderedObject[] {
  const { spec } = offering;
  const seen = new Set<string>();
  const result: RenderedObject[] = [];
  const add = (path: string, title: string, object: KubernetesObject) => {
    const content = JSON.stringify(object);
    if (seen.has(content)) return;
    seen.add(content);
    result.push({ path, title, object });
  };
  for (const { title, context } of rehearsals(spec, offering, REHEARSAL_NAME)) {
    for (const { id, object } of offering.render(context)) {
      const index = spec.resources.findIndex(resource => resource.id === id);
      add(`spec.resources[${index}].template`, title, object);
    }
    for (const binding of context.bindings) {
      const at = { ...context, binding };
      const of = `${title}, binding ${JSON.stringify(binding.params)}`;
      for (const { id, object } of offering.renderBinding(at)) {
        const index = (spec.binding?.resources ?? []).findIndex(
          resource => resource.id === id,
        );
        add(`spec.binding.resources[${index}].template`, of, object);
      }
      const job = offering.revocation(at);
      if (job) add('spec.binding.revoke.template', of, job.object);
    }
  }
  return result;
}
