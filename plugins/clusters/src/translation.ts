import { createTranslationRef } from '@backstage/frontend-plugin-api';

export const messages = {
  'page.title': 'Clusters',
  'page.subtitle':
    'The Kubernetes clusters that this portal works with, as of their last probe. Renewed every ten seconds.',
  'page.loading': 'Loading clusters',
  'page.empty.title': 'No cluster is configured',
  'page.empty.hint':
    'Add one under jimu.clusters in the portal’s configuration: a kubeconfig file, an address with CA and token, or inCluster: true.',
  'page.failed.title': 'Clusters could not be loaded',
  'page.outdated.title': 'These are old values',
  'page.outdated.hint':
    'The portal did not answer the last time it was asked. It is asked again by itself.',
  'page.retry': 'Try again',
  'cluster.name': 'Cluster',
  'cluster.health': 'Health',
  'cluster.version': 'Version',
  'cluster.latency': 'Latency',
  'cluster.lastSeen': 'Last seen',
  'cluster.watches': 'Watches',
  'cluster.sandbox': 'Sandbox',
  'cluster.sandboxHint': 'A stand-in for trying things out, not a real cluster',
  'cluster.never': 'Never',
  'cluster.unknown': '–',
  'cluster.milliseconds': '{{value}} ms',
  'health.healthy': 'Healthy',
  'health.unreachable': 'Unreachable',
  'health.unknown': 'Being probed',
  'watch.title': 'Watches on {{cluster}}',
  'watch.summary': 'Watches: {{number}} · Objects: {{objects}}',
  'watch.none': 'None',
  'watch.count': '{{number}} {{state}}',
  'watch.allNamespaces': 'All namespaces',
  'watch.objects': 'Objects: {{number}}',
  'watch.live': 'live',
  'watch.syncing': 'syncing',
  'watch.stale': 'stale',
  'watch.failed': 'failed',
  'watch.stopped': 'stopped',
} as const;

/** Texts of the clusters plugin. */
export const clustersTranslationRef = createTranslationRef({
  id: 'plugin.clusters',
  messages,
  translations: { zh: () => import('./zh') },
});
