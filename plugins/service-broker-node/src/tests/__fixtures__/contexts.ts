import type { JsonObject } from '@backstage/types';
import type { KubernetesObject } from '@jimu/plugin-clusters-common';
import { bindingContext, resourceName } from '../../model/names';
import type { InstanceContext, Offering, RenderContext } from '../../types';

const INSTANCE_ID = 'b7f6a3de-5c0b-4a43-9a3a-6f9d3a3c9d51';
const BINDING_ID = 'f3b1c2d4-0e5a-4b6c-8d7e-9f0a1b2c3d4e';

/** A context for an offering as the broker would make it. */
export function contextOf(
  offering: Offering,
  options: {
    plan: string;
    user?: JsonObject;
    instance?: Partial<InstanceContext>;
    binding?: JsonObject;
    version?: string;
    res?: Record<string, KubernetesObject>;
    bindingRes?: Record<string, KubernetesObject>;
  },
): RenderContext {
  const { plan, user = {}, binding } = options;
  const { parameters, problems } = offering.effectiveParameters(plan, user);
  if (!parameters) throw new Error(JSON.stringify(problems));
  const name = resourceName('cart', INSTANCE_ID);
  const bound = binding && offering.bindingParameters(binding);
  if (bound && !bound.parameters) {
    throw new Error(JSON.stringify(bound.problems));
  }
  const at = bound?.parameters
    ? bindingContext(name, BINDING_ID, bound.parameters)
    : undefined;
  return {
    instance: {
      id: INSTANCE_ID,
      name,
      displayName: 'cart',
      namespace: 'shop-dev-svc',
      tenant: 'shop',
      environment: 'dev',
      deletionPolicy: 'delete',
      exposure: 'none',
      ...options.instance,
    },
    params: parameters,
    plan,
    version: options.version ?? offering.spec.versions.default,
    bindings: at ? [at] : [],
    ...(at ? { binding: at } : {}),
    ...(options.res ? { res: options.res } : {}),
    ...(options.bindingRes ? { bindingRes: options.bindingRes } : {}),
  };
}

/** A live object of generation 2 with a status, wholly or badly made. */
export function live(
  status?: unknown,
  more: Record<string, unknown> = {},
): KubernetesObject {
  return {
    apiVersion: 'example.org/v1',
    kind: 'Live',
    metadata: { name: 'live', generation: 2 },
    ...(status === undefined ? {} : { status }),
    ...more,
  } as KubernetesObject;
}
