import { arch, cpus, platform, release, totalmem } from 'node:os';
import type { Controller, SandboxObject } from '../../types';
import { timestamp, type Clock } from '../loop/Clock';
import { defineController } from '../loop/defineController';
import { writeStatus } from '../model/status';

export const NODE_NAME = 'sandbox';
export const NODE_IP = '127.0.0.1';
export const NODE_REF = {
  apiVersion: 'v1',
  kind: 'Node',
  name: NODE_NAME,
} as const;

const MAX_PODS = '10000';
const KUBELET_VERSION = 'v1.32.4';

const architecture = () => (arch() === 'x64' ? 'amd64' : arch());

function nodeLabels(): Record<string, string> {
  return {
    'kubernetes.io/arch': architecture(),
    'kubernetes.io/hostname': NODE_NAME,
    'kubernetes.io/os': 'linux',
    'node-role.kubernetes.io/control-plane': '',
  };
}

function nodeStatus(node: SandboxObject, now: string) {
  const condition = (
    type: string,
    status: string,
    reason: string,
    message: string,
  ) => {
    const before = node.status?.conditions?.find(
      (c: { type: string; status: string }) =>
        c.type === type && c.status === status,
    );
    return (
      before ?? {
        type,
        status,
        reason,
        message,
        lastHeartbeatTime: now,
        lastTransitionTime: now,
      }
    );
  };
  const amounts = {
    cpu: String(cpus().length),
    memory: `${Math.floor(totalmem() / 1024)}Ki`,
    pods: MAX_PODS,
  };
  return {
    addresses: [
      { type: 'InternalIP', address: NODE_IP },
      { type: 'Hostname', address: NODE_NAME },
    ],
    capacity: amounts,
    allocatable: amounts,
    conditions: [
      condition(
        'MemoryPressure',
        'False',
        'KubeletHasSufficientMemory',
        'kubelet has sufficient memory available',
      ),
      condition(
        'DiskPressure',
        'False',
        'KubeletHasNoDiskPressure',
        'kubelet has no disk pressure',
      ),
      condition(
        'PIDPressure',
        'False',
        'KubeletHasSufficientPID',
        'kubelet has sufficient PID available',
      ),
      condition(
        'Ready',
        'True',
        'KubeletReady',
        'kubelet is posting ready status',
      ),
    ],
    nodeInfo: {
      architecture: architecture(),
      bootID: '',
      containerRuntimeVersion: 'sandbox://1',
      kernelVersion: release(),
      kubeProxyVersion: KUBELET_VERSION,
      kubeletVersion: KUBELET_VERSION,
      machineID: '',
      operatingSystem: platform(),
      osImage: 'Jimu sandbox (no containers run here)',
      systemUUID: '',
    },
  };
}

/** The one node, with the capacity of this machine. */
export function nodeController(clock: Clock): Controller {
  return defineController('node', clock, scope => {
    const loop = scope.loopOver({ apiVersion: 'v1', kind: 'Node' }, key => {
      if (key !== `/${NODE_NAME}`) return;
      const node =
        scope.api.get(NODE_REF) ??
        scope.api.create({
          apiVersion: 'v1',
          kind: 'Node',
          metadata: { name: NODE_NAME, labels: nodeLabels() },
          spec: { podCIDR: '10.244.0.0/16', podCIDRs: ['10.244.0.0/16'] },
        });
      writeStatus(scope.api, node, nodeStatus(node, timestamp(clock.now())));
    });
    loop.add(`/${NODE_NAME}`);
  });
}
