import type { StatusCause } from '../ApiStatusError';
import { deepEqual } from '../deepEqual';
import { parseLabelSelector, selectorText } from '../selectors/labelSelector';
import {
  forbiddenValue,
  invalidValue,
  requiredValue,
  validateLabels,
} from '../validation/metadata';
import type { SandboxObject } from '../../types';
import { fill } from './fill';
import type { KindRules } from './KindRules';
import { defaultPodSpec, validatePodSpec } from './podSpecs';

const rolling = { maxUnavailable: '25%', maxSurge: '25%' };

function defaultTemplate(spec: any): void {
  const template = spec.template;
  if (!template) return;
  template.metadata ??= {};
  template.spec ??= {};
  defaultPodSpec(template.spec);
}

function checkReplicas(spec: any): StatusCause[] {
  return spec.replicas < 0
    ? [
        invalidValue(
          'spec.replicas',
          spec.replicas,
          'must be greater than or equal to 0',
        ),
      ]
    : [];
}

function checkTemplate(spec: any, claims: string[] = []): StatusCause[] {
  const labels = spec.template?.metadata?.labels;
  return [
    ...validateLabels(labels, 'spec.template.metadata.labels'),
    ...validatePodSpec(spec.template?.spec ?? {}, 'spec.template.spec', claims),
    ...(spec.template?.spec?.restartPolicy === 'Always'
      ? []
      : [
          {
            reason: 'FieldValueNotSupported',
            field: 'spec.template.spec.restartPolicy',
            message: `Unsupported value: ${JSON.stringify(
              spec.template?.spec?.restartPolicy,
            )}: supported values: "Always"`,
          },
        ]),
  ];
}

function checkSelector(
  object: SandboxObject,
  old: SandboxObject | undefined,
): StatusCause[] {
  const { selector, template } = object.spec;
  const text = selectorText(selector);
  if (!text) {
    return [
      invalidValue(
        'spec.selector',
        selector ?? {},
        'empty selector is invalid for deployment',
      ),
    ];
  }
  const causes: StatusCause[] = [];
  const labels = template?.metadata?.labels;
  if (!parseLabelSelector(text)!(labels)) {
    causes.push(
      invalidValue(
        'spec.template.metadata.labels',
        labels ?? {},
        '`selector` does not match template `labels`',
      ),
    );
  }
  if (old && !deepEqual(selector, old.spec.selector)) {
    causes.push(invalidValue('spec.selector', selector, 'field is immutable'));
  }
  return causes;
}

/** Deployments. */
export const deploymentRules: KindRules = {
  prepare(object) {
    const { spec } = object;
    fill(spec, {
      replicas: 1,
      strategy: {},
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
    });
    fill(spec.strategy, { type: 'RollingUpdate' });
    if (spec.strategy.type === 'RollingUpdate') {
      fill(spec.strategy, { rollingUpdate: {} });
      fill(spec.strategy.rollingUpdate, rolling);
    }
    defaultTemplate(spec);
  },
  validate(object, old) {
    const { type, rollingUpdate } = object.spec.strategy;
    const causes = [
      ...checkReplicas(object.spec),
      ...checkSelector(object, old),
      ...checkTemplate(object.spec),
    ];
    if (!['RollingUpdate', 'Recreate'].includes(type)) {
      causes.push({
        reason: 'FieldValueNotSupported',
        field: 'spec.strategy.type',
        message: `Unsupported value: ${JSON.stringify(
          type,
        )}: supported values: "Recreate", "RollingUpdate"`,
      });
    }
    if (type === 'Recreate' && rollingUpdate) {
      causes.push(
        forbiddenValue(
          'spec.strategy.rollingUpdate',
          "may not be specified when strategy `type` is 'Recreate'",
        ),
      );
    }
    return causes;
  },
};

/** ReplicaSets. */
export const replicaSetRules: KindRules = {
  prepare({ spec }) {
    fill(spec, { replicas: 1 });
    defaultTemplate(spec);
  },
  validate: (object, old) => [
    ...checkReplicas(object.spec),
    ...checkSelector(object, old),
    ...checkTemplate(object.spec),
  ],
};

const statefulSetMayChange = new Set([
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
]);

/** StatefulSets. */
export const statefulSetRules: KindRules = {
  prepare({ spec }) {
    fill(spec, {
      replicas: 1,
      podManagementPolicy: 'OrderedReady',
      updateStrategy: {},
      revisionHistoryLimit: 10,
      serviceName: '',
      persistentVolumeClaimRetentionPolicy: {},
    });
    fill(spec.updateStrategy, { type: 'RollingUpdate' });
    if (spec.updateStrategy.type === 'RollingUpdate') {
      fill(spec.updateStrategy, { rollingUpdate: {} });
      fill(spec.updateStrategy.rollingUpdate, { partition: 0 });
    }
    fill(spec.persistentVolumeClaimRetentionPolicy, {
      whenDeleted: 'Retain',
      whenScaled: 'Retain',
    });
    for (const claim of spec.volumeClaimTemplates ?? []) {
      fill(claim, {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        spec: {},
      });
      fill(claim.spec, { volumeMode: 'Filesystem' });
      fill(claim, { status: { phase: 'Pending' } });
    }
    defaultTemplate(spec);
  },
  validate(object, old) {
    const { spec } = object;
    const claims = (spec.volumeClaimTemplates ?? []).map(
      (claim: any) => claim.metadata?.name,
    );
    const causes = [
      ...checkReplicas(spec),
      ...checkSelector(object, undefined),
      ...checkTemplate(spec, claims),
    ];
    const changed =
      old &&
      [...new Set([...Object.keys(spec), ...Object.keys(old.spec)])].filter(
        key =>
          !statefulSetMayChange.has(key) &&
          !deepEqual(spec[key], old.spec[key]),
      );
    if (changed?.length) {
      causes.push(
        forbiddenValue(
          'spec',
          "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
        ),
      );
    }
    return causes;
  },
};

/** DaemonSets. */
export const daemonSetRules: KindRules = {
  prepare({ spec }) {
    fill(spec, { updateStrategy: {}, revisionHistoryLimit: 10 });
    fill(spec.updateStrategy, { type: 'RollingUpdate' });
    if (spec.updateStrategy.type === 'RollingUpdate') {
      fill(spec.updateStrategy, { rollingUpdate: {} });
      fill(spec.updateStrategy.rollingUpdate, {
        maxUnavailable: 1,
        maxSurge: 0,
      });
    }
    defaultTemplate(spec);
  },
  validate: (object, old) => [
    ...checkSelector(object, old),
    ...checkTemplate(object.spec),
  ],
};

/** HorizontalPodAutoscalers. */
export const autoscalerRules: KindRules = {
  prepare({ spec }) {
    fill(spec, { minReplicas: 1 });
  },
  validate({ spec }) {
    const { minReplicas, maxReplicas, scaleTargetRef } = spec;
    const causes: StatusCause[] = [];
    if (!scaleTargetRef?.name) {
      causes.push(requiredValue('spec.scaleTargetRef.name'));
    }
    if (maxReplicas < 1) {
      causes.push(
        invalidValue('spec.maxReplicas', maxReplicas, 'must be greater than 0'),
      );
    }
    if (maxReplicas < minReplicas) {
      causes.push(
        invalidValue(
          'spec.maxReplicas',
          maxReplicas,
          'must be greater than or equal to `minReplicas`',
        ),
      );
    }
    return causes;
  },
};
