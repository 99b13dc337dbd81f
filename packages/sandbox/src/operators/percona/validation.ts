import type { SandboxObject } from '../../types';
import { hasHaproxy } from './names';

const LONGEST_NAME = 22;

/** Why the operator refuses to work on a cluster, in its own words; undefined when it does not. */
export function clusterProblem(cluster: SandboxObject): string | undefined {
  const { metadata, spec } = cluster;
  const unsafe = spec.unsafeFlags ?? {};
  if (metadata.name.length > LONGEST_NAME) {
    return `cluster name (${metadata.name}) exceeds maximum length of ${LONGEST_NAME} characters`;
  }
  if (!spec.pxc)
    return 'spec.pxc section is not specified. Please check your cr.yaml';
  if (!spec.pxc.image) return "pxc.Image can't be empty";
  const { persistentVolumeClaim, emptyDir, hostPath } =
    spec.pxc.volumeSpec ?? {};
  if (!persistentVolumeClaim && !emptyDir && !hostPath) {
    return 'PXC: volumeSpec should be specified';
  }
  if (
    persistentVolumeClaim &&
    !persistentVolumeClaim.resources?.requests?.storage
  ) {
    return "PXC: volume.resources.storage can't be empty";
  }
  const size = spec.pxc.size ?? 0;
  if (!unsafe.pxcSize) {
    if (size < 3) {
      return 'PXC size must be at least 3. Set spec.unsafeFlags.pxcSize to true to disable this check';
    }
    if (size % 2 === 0) {
      return 'PXC size must be an odd number. Set spec.unsafeFlags.pxcSize to true to disable this check';
    }
  }
  if (hasHaproxy(cluster)) {
    if (!spec.haproxy.image) return "haproxy.Image can't be empty";
    if (spec.proxysql?.enabled) {
      return "can't enable both HAProxy and ProxySQL please only select one of them";
    }
    if (!unsafe.proxySize && (spec.haproxy.size ?? 0) < 2) {
      return 'HAProxy size must be at least 2. Set spec.unsafeFlags.proxySize to true to disable this check';
    }
  }
  if (spec.tls?.enabled === false && !unsafe.tls) {
    return 'TLS must be enabled. Set spec.unsafeFlags.tls to true to disable this check';
  }
  return undefined;
}
