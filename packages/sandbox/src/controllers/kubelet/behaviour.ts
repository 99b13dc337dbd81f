import type { SandboxObject } from '../../types';

export const BEHAVIOUR_ANNOTATION = 'sandbox.jimu.dev/behavior';

/** How a pod is to fail, for showing what a failure looks like. */
export type Behaviour =
  | 'normal'
  | 'crash'
  | 'imagepull'
  | 'oom'
  | 'unready'
  | 'slow';

const behaviours: readonly Behaviour[] = [
  'normal',
  'crash',
  'imagepull',
  'oom',
  'unready',
  'slow',
];

export function behaviourOf(pod: SandboxObject): Behaviour {
  const wanted = pod.metadata.annotations?.[BEHAVIOUR_ANNOTATION];
  return behaviours.find(b => b === wanted) ?? 'normal';
}
