import type { ApiResource } from '@jimu/plugin-clusters-common';

/** Pods are part of every API server; their logs and shells need no discovery. */
export const podResource: ApiResource = {
  apiVersion: 'v1',
  kind: 'Pod',
  group: '',
  version: 'v1',
  plural: 'pods',
  namespaced: true,
  verbs: [],
  subresources: ['log', 'exec'],
};
