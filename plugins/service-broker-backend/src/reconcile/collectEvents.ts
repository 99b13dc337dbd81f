import type { KubernetesObject } from '@jimu/plugin-clusters-common';
import type { ClusterClient } from '@jimu/plugin-clusters-node';
import type { InstanceEvent } from '@jimu/plugin-service-broker-common';

const KEPT = 20;
const MESSAGE_LENGTH = 300;

interface KubernetesEvent extends KubernetesObject {
  type?: string;
  reason?: string;
  message?: string;
  count?: number;
  firstTimestamp?: string;
  lastTimestamp?: string;
  eventTime?: string;
  involvedObject?: { kind?: string; name?: string };
}

/** The latest Kubernetes events of an instance's objects, newest first: of those whose names hold its name. */
export async function collectEvents(
  client: ClusterClient,
  namespace: string,
  resourceName: string,
): Promise<InstanceEvent[]> {
  const events = await client.list<KubernetesEvent>({
    apiVersion: 'v1',
    kind: 'Event',
    namespace,
  });
  return events
    .filter(event => isAbout(event, resourceName))
    .map(toInstanceEvent)
    .sort((a, b) => (a.time < b.time ? 1 : -1))
    .slice(0, KEPT);
}

/** Operators put words before and after the name: `data-0-<name>-brk-0`. */
function isAbout(event: KubernetesEvent, resourceName: string): boolean {
  const name = event.involvedObject?.name ?? '';
  return `-${name}-`.includes(`-${resourceName}-`);
}

function toInstanceEvent(event: KubernetesEvent): InstanceEvent {
  const time =
    event.lastTimestamp ??
    event.eventTime ??
    event.firstTimestamp ??
    event.metadata.creationTimestamp ??
    '';
  return {
    time: String(time),
    type: event.type === 'Warning' ? 'Warning' : 'Normal',
    reason: String(event.reason ?? ''),
    message: String(event.message ?? '').slice(0, MESSAGE_LENGTH),
    object: `${event.involvedObject?.kind ?? ''}/${
      event.involvedObject?.name ?? ''
    }`,
    count: Number(event.count ?? 1) || 1,
  };
}
