import type { SandboxObject } from '../../types';
import {
  isPodReady,
  withTransitionTimes,
  type Condition,
} from '../runtime/objects';
import { primaryOf, type Sight, type Step } from './instances';
import { HIBERNATION, imageOf, isHibernated, phases } from './names';

interface Phase {
  phase: string;
  phaseReason: string;
}

const healthy: Phase = { phase: phases.healthy, phaseReason: '' };

/** How the operator words what it is doing. */
export function phaseOf(step: Step, { cluster }: Sight): Phase {
  const primary = primaryOf(cluster);
  switch (step.kind) {
    case 'createInstance': {
      const name = `${cluster.metadata.name}-${step.serial}`;
      return name === primary
        ? {
            phase: phases.firstPrimary,
            phaseReason: `Creating primary instance ${name}`,
          }
        : {
            phase: phases.creatingReplica,
            phaseReason: `Creating replica ${name}-join`,
          };
    }
    case 'createPod':
    case 'wait': {
      const before = cluster.status?.phase;
      // What is being done goes on until the pod is ready; only an instance that fell over by itself is waited for.
      return before && before !== phases.healthy
        ? { phase: before, phaseReason: cluster.status.phaseReason ?? '' }
        : {
            phase: phases.waiting,
            phaseReason: 'Some instances are not yet active. Please wait.',
          };
    }
    case 'restartPod': {
      const phaseReason = `Restarting instance ${step.name}, because: ${step.because}`;
      return step.name === primary
        ? { phase: phases.primaryRestart, phaseReason }
        : { phase: phases.upgrading, phaseReason };
    }
    case 'removeInstance':
    case 'settled':
    case 'hibernate':
    case 'hibernated':
      return healthy;
    default:
      return healthy;
  }
}

function conditionsOf(
  step: Step,
  phase: string,
  cluster: SandboxObject,
): Condition[] {
  const isReady = phase === phases.healthy && !isHibernated(cluster);
  const ready: Condition = isReady
    ? {
        type: 'Ready',
        status: 'True',
        reason: 'ClusterIsReady',
        message: 'Cluster is Ready',
      }
    : {
        type: 'Ready',
        status: 'False',
        reason: 'ClusterIsNotReady',
        message: 'Cluster Is Not Ready',
      };
  const wasInitialized = (cluster.status?.conditions ?? []).some(
    (c: Condition) => c.type === 'Initialized' && c.status === 'True',
  );
  const kept: Condition[] = (cluster.status?.conditions ?? []).filter(
    (c: Condition) => c.type === 'LastBackupSucceeded',
  );
  return [
    ready,
    ...(isReady || wasInitialized
      ? [
          {
            type: 'Initialized',
            status: 'True',
            reason: 'ClusterInitialized',
            message: 'Cluster has been initialized',
          },
          {
            type: 'ConsistentSystemID',
            status: 'True',
            reason: 'Unique',
            message:
              'A single, unique system ID was found across reporting instances.',
          },
          {
            type: 'ContinuousArchiving',
            status: 'True',
            reason: 'ContinuousArchivingSuccess',
            message: 'Continuous archiving is working',
          },
        ]
      : []),
    ...kept,
    ...hibernation(step),
  ];
}

function hibernation(step: Step): Condition[] {
  if (step.kind === 'hibernated') {
    return [
      {
        type: HIBERNATION,
        status: 'True',
        reason: 'Hibernated',
        message: 'Cluster has been hibernated',
      },
    ];
  }
  return step.kind === 'hibernate'
    ? [
        {
          type: HIBERNATION,
          status: 'False',
          reason: 'DeletingPods',
          message: 'Hibernation is in progress',
        },
      ]
    : [];
}

const namesOf = (objects: SandboxObject[]) =>
  objects.map(object => object.metadata.name).sort();

/** The status of a cluster as it follows from what there is. `resizing`: claims whose volume still grows. */
export function clusterStatus(
  sight: Sight,
  step: Step,
  resizing: string[],
  now: string,
): Record<string, unknown> {
  const { cluster, claims, pods } = sight;
  const { name } = cluster.metadata;
  const { phase, phaseReason } = phaseOf(step, sight);
  const primary = primaryOf(cluster);
  const ready = pods.filter(isPodReady);
  const isUp = ready.some(pod => pod.metadata.name === primary);
  const dangling = namesOf(claims).filter(
    claim => !pods.some(pod => pod.metadata.name === claim),
  );
  const nodes = new Set(pods.map(pod => pod.spec.nodeName).filter(Boolean));
  return {
    phase,
    phaseReason: phaseReason || null,
    conditions: withTransitionTimes(
      conditionsOf(step, phase, cluster),
      cluster.status?.conditions,
      now,
    ),
    image: imageOf(cluster),
    instances: claims.length,
    readyInstances: ready.length,
    instanceNames: namesOf(claims),
    instancesStatus: {
      healthy: ready.length ? namesOf(ready) : null,
      replicating:
        ready.length < pods.length
          ? namesOf(pods.filter(pod => !isPodReady(pod)))
          : null,
    },
    healthyPVC: namesOf(claims).filter(claim => !dangling.includes(claim)),
    danglingPVC: dangling.length ? dangling : null,
    resizingPVC: resizing.length ? resizing : null,
    pvcCount: claims.length,
    targetPrimary: primary,
    targetPrimaryTimestamp: cluster.status?.targetPrimaryTimestamp ?? now,
    ...(isUp
      ? {
          currentPrimary: primary,
          currentPrimaryTimestamp:
            cluster.status?.currentPrimaryTimestamp ?? now,
          timelineID: 1,
        }
      : {}),
    writeService: `${name}-rw`,
    readService: `${name}-r`,
    selector: `cnpg.io/cluster=${name},cnpg.io/podRole=instance`,
    topology: { nodesUsed: nodes.size, successfullyExtracted: true },
  };
}
