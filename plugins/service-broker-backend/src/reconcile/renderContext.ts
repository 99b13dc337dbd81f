import {
  bindingContext,
  RenderContext,
} from '@jimu/plugin-service-broker-node';
import type { Environment } from '@jimu/plugin-tenants-common';
import type { BindingRecord, InstanceRecord } from '../model/records';

/**
 * What expressions see of an instance. How it is exposed and what stays of it are rules of the environment as they are now;
 * where the environment is no more, as they were at the order.
 */
export function renderContext(
  instance: InstanceRecord,
  bindings: readonly BindingRecord[],
  environment?: Pick<Environment, 'exposure' | 'deletionPolicy'>,
): RenderContext {
  const rules = environment ?? instance;
  return {
    instance: {
      id: instance.id,
      name: instance.resourceName,
      displayName: instance.name,
      namespace: instance.namespace,
      tenant: instance.tenant,
      environment: instance.environment,
      deletionPolicy: rules.deletionPolicy,
      exposure: rules.exposure,
    },
    params: instance.parameters,
    plan: instance.plan,
    version: instance.version,
    bindings: bindings
      .filter(binding => binding.desired === 'present')
      .map(binding => contextOf(instance, binding)),
  };
}

/** The same, for one binding of it. */
export function bindingRenderContext(
  context: RenderContext,
  instance: InstanceRecord,
  binding: BindingRecord,
): RenderContext {
  return { ...context, binding: contextOf(instance, binding) };
}

function contextOf(instance: InstanceRecord, binding: BindingRecord) {
  return bindingContext(instance.resourceName, binding.id, binding.parameters);
}
