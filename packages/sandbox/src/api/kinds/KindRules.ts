import type { StatusCause } from '../ApiStatusError';
import type { SandboxObject } from '../../types';
import type { ResourceType } from '../registry/ResourceType';

/** What the rules of a kind may look at. */
export interface KindContext {
  type: ResourceType;
  /** RFC 3339, whole seconds. */
  now: string;
  dryRun: boolean;
  subresource?: string;
  /** Objects of another kind, not to be changed. */
  list(group: string, plural: string, namespace?: string): SandboxObject[];
}

/** What the API server itself decides about one kind: defaults, allocations, immutable fields. */
export interface KindRules {
  /** Fills in what the writer left out; changes `object`. `old` is absent on create. */
  prepare?(
    object: SandboxObject,
    old: SandboxObject | undefined,
    context: KindContext,
  ): void;
  validate?(
    object: SandboxObject,
    old: SandboxObject | undefined,
    context: KindContext,
  ): StatusCause[];
}
