import type { ResourceType } from '../registry/ResourceType';
import type { SandboxObject } from '../../types';

export function assertSchema(
  _type: ResourceType,
  _object: SandboxObject,
  _options: {
    fieldValidation?: 'Ignore' | 'Warn' | 'Strict';
    warnings?: string[];
  },
  _old?: SandboxObject,
): void {}
