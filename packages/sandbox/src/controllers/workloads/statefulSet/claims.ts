import type { SandboxApi, SandboxObject } from '../../../types';
import { controlledBy, refOf } from '../../model/owners';

const CLAIM = { apiVersion: 'v1', kind: 'PersistentVolumeClaim' } as const;

type Template = SandboxObject;

const templatesOf = (set: SandboxObject): Template[] =>
  set.spec.volumeClaimTemplates ?? [];

const claimName = (template: Template, podName: string) =>
  `${template.metadata.name}-${podName}`;

/** Creates the claims of one pod that are missing. */
export function ensureClaims(
  api: SandboxApi,
  set: SandboxObject,
  podName: string,
): void {
  const { namespace } = set.metadata;
  for (const template of templatesOf(set)) {
    const name = claimName(template, podName);
    if (api.get({ ...CLAIM, name, namespace })) continue;
    api.create({
      ...CLAIM,
      metadata: {
        name,
        namespace,
        labels: {
          ...template.metadata.labels,
          ...set.spec.selector?.matchLabels,
        },
        annotations: template.metadata.annotations,
      },
      spec: structuredClone(template.spec),
    });
  }
}

/** The pod's volumes for its claims; they win over volumes of the same name in the template. */
export function claimVolumes(
  set: SandboxObject,
  podName: string,
): { name: string; persistentVolumeClaim: { claimName: string } }[] {
  return templatesOf(set).map(template => ({
    name: template.metadata.name,
    persistentVolumeClaim: { claimName: claimName(template, podName) },
  }));
}

/**
 * Lets the claims follow the set (`whenDeleted: Delete`) or a pod above the wanted number (`whenScaled: Delete`), as
 * `persistentVolumeClaimRetentionPolicy` says: by owner references, which garbage collection acts on.
 */
export function retainClaims(
  api: SandboxApi,
  set: SandboxObject,
  pods: { name: string; surplus: SandboxObject | undefined }[],
): void {
  const { whenDeleted = 'Retain', whenScaled = 'Retain' } =
    set.spec.persistentVolumeClaimRetentionPolicy ?? {};
  const { namespace } = set.metadata;
  for (const { name: podName, surplus } of pods) {
    for (const template of templatesOf(set)) {
      const name = claimName(template, podName);
      const claim = api.get({ ...CLAIM, name, namespace });
      if (!claim) continue;
      const before = claim.metadata.ownerReferences ?? [];
      const others = before.filter(
        r => r.uid !== set.metadata.uid && r.kind !== 'Pod',
      );
      const owner = (object: SandboxObject) => ({
        ...controlledBy(object),
        controller: false,
        blockOwnerDeletion: true,
      });
      const goesWithPod = whenScaled === 'Delete' && surplus;
      const goesWithSet = whenDeleted === 'Delete' && !goesWithPod;
      const ownerReferences = [
        ...others,
        ...(goesWithSet ? [owner(set)] : []),
        ...(goesWithPod ? [owner(surplus)] : []),
      ];
      const uids = (list: { uid: string }[]) => list.map(r => r.uid).join();
      if (uids(before) !== uids(ownerReferences)) {
        api.patch(refOf(claim), { metadata: { ownerReferences } });
      }
    }
  }
}
