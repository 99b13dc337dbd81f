import { freePort } from '../servers/serverPlace';
import type { Controller } from '../../types';

/** Binds volume claims and gives node ports. */
export const standIns = (): Controller[] => [
  {
    name: 'volumes',
    start: ({ api }) => {
      const end = api.watch(
        { apiVersion: 'v1', kind: 'PersistentVolumeClaim' },
        (type, claim) => {
          if (type === 'DELETED') return;
          const ref = {
            apiVersion: 'v1',
            kind: 'PersistentVolumeClaim',
            ...claim.metadata,
          };
          if (!api.get(ref)) return;
          api.patchStatus(ref, {
            phase: 'Bound',
            capacity: claim.spec.resources.requests,
          });
        },
      );
      return async () => end();
    },
  },
  {
    name: 'services',
    start: ({ api }) => {
      const end = api.watch(
        { apiVersion: 'v1', kind: 'Service' },
        async (type, service) => {
          if (type === 'DELETED' || service.spec.type !== 'NodePort') return;
          if (service.spec.ports[0].nodePort) return;
          const ports = [];
          for (const port of service.spec.ports)
            ports.push({ ...port, nodePort: await freePort() });
          const ref = {
            apiVersion: 'v1',
            kind: 'Service',
            ...service.metadata,
          };
          if (api.get(ref)) api.patch(ref, { spec: { ports } });
        },
      );
      return async () => end();
    },
  },
];
