import type { ResourceType } from '../registry/ResourceType';
import type { SandboxObject } from '../../types';

/** Who wrote, through which subresource, when. */
export interface WriteAuthor {
  manager: string;
  subresource?: string;
  now: string;
}

export function trackUpdate(
  _type: ResourceType,
  _old: SandboxObject | undefined,
  _object: SandboxObject,
  _author: WriteAuthor,
): void {}
