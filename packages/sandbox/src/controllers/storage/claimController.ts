import type { Controller, SandboxObject } from '../../types';
import { timestamp, type Clock } from '../loop/Clock';
import { defineController, type Scope } from '../loop/defineController';
import { isAlreadyThere, isNotFound } from '../loop/errors';
import { keyOf, nameOfKey, namespaceOfKey } from '../loop/KeyLoop';
import { withCondition, withoutCondition } from '../model/conditions';
import { refOf } from '../model/owners';
import { isFinished, POD } from '../model/pods';
import { isMore, quantityOf } from '../model/quantity';
import { writeStatus } from '../model/status';
import { CLAIM_PROTECTION } from './claimAdmission';
import {
  findClass,
  PROVISIONER,
  standardClass,
  STORAGE_CLASS,
} from './storageClasses';

const CLAIM = { apiVersion: 'v1', kind: 'PersistentVolumeClaim' } as const;
const VOLUME = { apiVersion: 'v1', kind: 'PersistentVolume' } as const;
const PROVISION_MS = 400;
const RESIZE_MS = 1500;
const COMPONENT = 'persistentvolume-controller';

const claimsOf = (pod: SandboxObject): string[] =>
  (pod.spec.volumes ?? [])
    .map((volume: any) => volume.persistentVolumeClaim?.claimName)
    .filter(Boolean);

/** Provides the storage class and volumes for claims, grows them, and takes volumes away with their claims. */
export function claimController(clock: Clock): Controller {
  return defineController('persistent-volumes', clock, scope => {
    ensureStandardClass(scope);
    const claims = scope.loopOver(CLAIM, key => reconcileClaim(scope, key));
    const volumes = scope.loopOver(VOLUME, key => reconcileVolume(scope, key));
    scope.follow(CLAIM, (type, claim) => {
      const { volumeName } = claim.spec ?? {};
      if (type === 'DELETED' && volumeName) volumes.add(`/${volumeName}`);
    });
    scope.follow(STORAGE_CLASS, () => {
      for (const claim of scope.api.scan(CLAIM)) {
        if (claim.status?.phase !== 'Bound') claims.add(keyOf(claim));
      }
    });
    // A claim that is to be deleted goes when the last pod that uses it has gone.
    scope.follow(POD, (type, pod) => {
      if (type !== 'DELETED' && !isFinished(pod)) return;
      for (const name of claimsOf(pod)) {
        claims.add(`${pod.metadata.namespace}/${name}`);
      }
    });
  });
}

function ensureStandardClass({ api }: Scope): void {
  try {
    api.create(standardClass);
  } catch (error) {
    if (!isAlreadyThere(error)) throw error;
  }
}

async function reconcileClaim(scope: Scope, key: string): Promise<void> {
  const { api } = scope;
  const read = () =>
    api.get({ ...CLAIM, namespace: namespaceOfKey(key), name: nameOfKey(key) });
  const claim = read();
  if (!claim) return;
  if (claim.metadata.deletionTimestamp) {
    release(scope, claim);
    return;
  }
  if (claim.status?.phase !== 'Bound') {
    const found = classOf(scope, claim);
    if (!found) return;
    await scope.pause(PROVISION_MS);
    const current = read();
    if (!current || current.metadata.uid !== claim.metadata.uid) return;
    if (!current.metadata.deletionTimestamp) bind(scope, current, found);
    return;
  }
  await grow(scope, claim, read);
}

/** The class that provides for the claim; tells on the claim why there is none. */
function classOf(scope: Scope, claim: SandboxObject) {
  const { api } = scope;
  const name: string | undefined = claim.spec.storageClassName;
  const found = findClass(api, name);
  if (found?.provisioner === PROVISIONER) return found;
  if (claim.status?.phase !== 'Pending') {
    writeStatus(api, claim, { ...claim.status, phase: 'Pending' });
  }
  if (!name) {
    api.event(claim, {
      type: 'Normal',
      reason: 'FailedBinding',
      message:
        'no persistent volumes available for this claim and no storage class is set',
      component: COMPONENT,
    });
  } else if (!found) {
    api.event(claim, {
      type: 'Warning',
      reason: 'ProvisioningFailed',
      message: `storageclass.storage.k8s.io "${name}" not found`,
      component: COMPONENT,
    });
  } else {
    api.event(claim, {
      type: 'Normal',
      reason: 'ExternalProvisioning',
      message: `Waiting for a volume to be created either by the external provisioner '${found.provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`,
      component: COMPONENT,
    });
  }
  return undefined;
}

function bind(
  { api }: Scope,
  claim: SandboxObject,
  storageClass: SandboxObject,
): void {
  const { name, namespace, uid, resourceVersion } = claim.metadata;
  const storage = claim.spec.resources?.requests?.storage ?? '1Gi';
  const accessModes = claim.spec.accessModes ?? ['ReadWriteOnce'];
  const volume = `pvc-${uid}`;
  const ref = { ...VOLUME, name: volume };
  if (!api.get(ref)) {
    api.create({
      ...VOLUME,
      metadata: {
        name: volume,
        annotations: { 'pv.kubernetes.io/provisioned-by': PROVISIONER },
      },
      spec: {
        accessModes,
        capacity: { storage },
        claimRef: { ...CLAIM, name, namespace, uid, resourceVersion },
        csi: { driver: PROVISIONER, volumeHandle: volume },
        persistentVolumeReclaimPolicy: storageClass.reclaimPolicy ?? 'Delete',
        storageClassName: storageClass.metadata.name,
        volumeMode: claim.spec.volumeMode ?? 'Filesystem',
      },
    });
  }
  api.patch(refOf(claim), {
    metadata: {
      annotations: {
        'pv.kubernetes.io/bind-completed': 'yes',
        'pv.kubernetes.io/bound-by-controller': 'yes',
        'volume.kubernetes.io/storage-provisioner': PROVISIONER,
      },
    },
    spec: { volumeName: volume },
  });
  api.patchStatus(refOf(claim), {
    phase: 'Bound',
    accessModes,
    capacity: { storage },
  });
  api.event(claim, {
    type: 'Normal',
    reason: 'ProvisioningSucceeded',
    message: `Successfully provisioned volume ${volume}`,
    component: COMPONENT,
  });
}

async function grow(
  scope: Scope,
  claim: SandboxObject,
  read: () => SandboxObject | undefined,
): Promise<void> {
  const { api, clock } = scope;
  const wanted = claim.spec.resources?.requests?.storage;
  const isLarger = (c: SandboxObject) =>
    isMore(quantityOf(wanted), quantityOf(c.status?.capacity?.storage));
  if (!isLarger(claim)) return;
  writeStatus(api, claim, {
    ...claim.status,
    conditions: withCondition(
      claim.status.conditions,
      { type: 'Resizing', status: 'True', lastProbeTime: null },
      timestamp(clock.now()),
    ),
  });
  await scope.pause(RESIZE_MS);
  const current = read();
  if (!current || current.metadata.uid !== claim.metadata.uid) return;
  api.patch(
    { ...VOLUME, name: claim.spec.volumeName },
    { spec: { capacity: { storage: wanted } } },
  );
  const conditions = withoutCondition(current.status.conditions, 'Resizing');
  writeStatus(api, current, {
    ...current.status,
    capacity: { ...current.status.capacity, storage: wanted },
    conditions: conditions.length ? conditions : undefined,
  });
  api.event(current, {
    type: 'Normal',
    reason: 'FileSystemResizeSuccessful',
    message: `MountVolume.NodeExpandVolume succeeded for volume "${claim.spec.volumeName}"`,
    component: 'kubelet',
  });
}

function release({ api }: Scope, claim: SandboxObject): void {
  const { name, namespace, finalizers = [] } = claim.metadata;
  if (!finalizers.includes(CLAIM_PROTECTION)) return;
  const isUsed = api
    .scan({ ...POD, namespace })
    .some(pod => !isFinished(pod) && claimsOf(pod).includes(name));
  if (isUsed) return;
  api.patch(refOf(claim), {
    metadata: { finalizers: finalizers.filter(f => f !== CLAIM_PROTECTION) },
  });
}

function reconcileVolume({ api }: Scope, key: string): void {
  const volume = api.get({ ...VOLUME, name: nameOfKey(key) });
  if (!volume || volume.metadata.deletionTimestamp) return;
  const { claimRef, persistentVolumeReclaimPolicy: policy } = volume.spec;
  const claim =
    claimRef &&
    api.get({ ...CLAIM, name: claimRef.name, namespace: claimRef.namespace });
  if (!claimRef) {
    writeStatus(api, volume, { phase: 'Available' });
  } else if (claim?.metadata.uid === claimRef.uid) {
    writeStatus(api, volume, { phase: 'Bound' });
  } else if (policy === 'Delete') {
    try {
      api.delete(refOf(volume));
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  } else {
    writeStatus(api, volume, { phase: 'Released' });
  }
}
