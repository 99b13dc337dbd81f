import { deepEqual } from '../deepEqual';
import { forbiddenValue } from '../validation/metadata';
import type { SandboxObject } from '../../types';
import type { KindRules } from './KindRules';
import { fill } from './fill';
import { defaultPodSpec, validatePodSpec } from './podSpecs';

function qualityOf(spec: any): string {
  const containers: any[] = [
    ...(spec.containers ?? []),
    ...(spec.initContainers ?? []),
  ];
  const amounts = containers.map(c => c.resources ?? {});
  const isSet = (r: any) =>
    ['cpu', 'memory'].some(k => r.requests?.[k] || r.limits?.[k]);
  if (!amounts.some(isSet)) return 'BestEffort';
  const isGuaranteed = amounts.every(r =>
    ['cpu', 'memory'].every(
      k => r.limits?.[k] && (r.requests?.[k] ?? r.limits[k]) === r.limits[k],
    ),
  );
  return isGuaranteed ? 'Guaranteed' : 'Burstable';
}

/** The part of a pod spec that may not change once the pod exists. */
function fixedPart(pod: SandboxObject) {
  const {
    nodeName: _node,
    activeDeadlineSeconds: _deadline,
    terminationGracePeriodSeconds: _grace,
    tolerations: _tolerations,
    schedulingGates: _gates,
    ephemeralContainers: _ephemeral,
    ...spec
  } = pod.spec;
  const withoutImage = (list?: any[]) =>
    list?.map(({ image: _image, ...container }) => container);
  return {
    ...spec,
    containers: withoutImage(spec.containers),
    initContainers: withoutImage(spec.initContainers),
  };
}

/** Pods: defaults, quality of service, and a spec that hardly changes. */
export const podRules: KindRules = {
  prepare(pod, old) {
    defaultPodSpec(pod.spec);
    fill(pod.spec, {
      serviceAccountName: 'default',
      serviceAccount: 'default',
      enableServiceLinks: true,
      preemptionPolicy: 'PreemptLowerPriority',
      priority: 0,
    });
    if (!old) {
      pod.status = { phase: 'Pending', qosClass: qualityOf(pod.spec) };
    }
  },
  validate(pod, old) {
    const causes = validatePodSpec(pod.spec, 'spec');
    const movesNode =
      old?.spec.nodeName && old.spec.nodeName !== pod.spec.nodeName;
    if (old && (movesNode || !deepEqual(fixedPart(pod), fixedPart(old)))) {
      causes.push(
        forbiddenValue(
          'spec',
          'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
        ),
      );
    }
    return causes;
  },
};
