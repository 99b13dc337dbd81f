import { createHash } from 'node:crypto';
import type { RenderContext } from '../types';

export const LABEL_MANAGED_BY = 'app.kubernetes.io/managed-by';
export const LABEL_INSTANCE = 'jimu.dev/instance-id';
export const LABEL_BINDING = 'jimu.dev/binding-id';
export const LABEL_TENANT = 'jimu.dev/tenant';
export const LABEL_ENVIRONMENT = 'jimu.dev/environment';
export const LABEL_OFFERING = 'jimu.dev/offering';
export const MANAGED_BY = 'jimu';

const LABEL_VALUE = /^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;

/** True for a text that Kubernetes takes as the value of a label. */
export function isLabelValue(text: string): boolean {
  return text === '' || LABEL_VALUE.test(text);
}

/** The text itself where it is a valid label value, otherwise a digest of it. The same text gives the same value. */
export function labelValue(text: string): string {
  if (LABEL_VALUE.test(text)) return text;
  return `sha256-${createHash('sha256')
    .update(text)
    .digest('hex')
    .slice(0, 40)}`;
}

/** Labels that say whose an object is; on every object that Jimu applies. */
export function ownershipLabels(
  offering: string,
  context: Pick<RenderContext, 'instance' | 'binding'>,
): Record<string, string> {
  const { instance, binding } = context;
  return {
    [LABEL_MANAGED_BY]: MANAGED_BY,
    [LABEL_INSTANCE]: labelValue(instance.id),
    ...(binding ? { [LABEL_BINDING]: labelValue(binding.id) } : {}),
    [LABEL_TENANT]: labelValue(instance.tenant),
    [LABEL_ENVIRONMENT]: labelValue(instance.environment),
    [LABEL_OFFERING]: labelValue(offering),
  };
}
