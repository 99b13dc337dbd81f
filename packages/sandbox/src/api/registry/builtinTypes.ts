import { autoscalerConversion } from './autoscalerConversion';
import type { Conversion, ResourceType, ScalePaths } from './ResourceType';

type Row = [kind: string, plural: string, options?: RowOptions];

interface RowOptions {
  short?: string[];
  categories?: string[];
  cluster?: boolean;
  status?: boolean;
  generation?: boolean;
  scale?: ScalePaths;
  fields?: string[];
  listKind?: string;
  /** Set when objects are kept in another version. */
  stored?: { version: string; conversion: Conversion };
}

const all = ['all'];
const workloadScale: ScalePaths = {
  specReplicasPath: '.spec.replicas',
  statusReplicasPath: '.status.replicas',
  labelSelectorPath: '.status.selector',
};

const eventFields = [
  'involvedObject.kind',
  'involvedObject.namespace',
  'involvedObject.name',
  'involvedObject.uid',
  'involvedObject.apiVersion',
  'involvedObject.resourceVersion',
  'involvedObject.fieldPath',
  'reason',
  'reportingComponent',
  'source',
  'type',
];

const rows: Record<string, Row[]> = {
  v1: [
    ['ConfigMap', 'configmaps', { short: ['cm'] }],
    ['Endpoints', 'endpoints', { short: ['ep'], listKind: 'EndpointsList' }],
    ['Event', 'events', { short: ['ev'], fields: eventFields }],
    ['LimitRange', 'limitranges', { short: ['limits'] }],
    [
      'Namespace',
      'namespaces',
      { short: ['ns'], cluster: true, status: true, fields: ['status.phase'] },
    ],
    [
      'Node',
      'nodes',
      {
        short: ['no'],
        cluster: true,
        status: true,
        fields: ['spec.unschedulable'],
      },
    ],
    [
      'PersistentVolumeClaim',
      'persistentvolumeclaims',
      { short: ['pvc'], status: true },
    ],
    [
      'PersistentVolume',
      'persistentvolumes',
      { short: ['pv'], cluster: true, status: true },
    ],
    [
      'Pod',
      'pods',
      {
        short: ['po'],
        categories: all,
        status: true,
        fields: [
          'spec.nodeName',
          'spec.restartPolicy',
          'spec.schedulerName',
          'spec.serviceAccountName',
          'spec.hostNetwork',
          'status.phase',
          'status.podIP',
          'status.nominatedNodeName',
        ],
      },
    ],
    ['PodTemplate', 'podtemplates'],
    [
      'ReplicationController',
      'replicationcontrollers',
      {
        short: ['rc'],
        categories: all,
        status: true,
        generation: true,
        scale: workloadScale,
        fields: ['status.replicas'],
      },
    ],
    ['ResourceQuota', 'resourcequotas', { short: ['quota'], status: true }],
    ['Secret', 'secrets', { fields: ['type'] }],
    ['ServiceAccount', 'serviceaccounts', { short: ['sa'] }],
    [
      'Service',
      'services',
      {
        short: ['svc'],
        categories: all,
        status: true,
        fields: ['spec.clusterIP', 'spec.type'],
      },
    ],
  ],
  'apps/v1': [
    ['ControllerRevision', 'controllerrevisions'],
    [
      'DaemonSet',
      'daemonsets',
      { short: ['ds'], categories: all, status: true, generation: true },
    ],
    [
      'Deployment',
      'deployments',
      {
        short: ['deploy'],
        categories: all,
        status: true,
        generation: true,
        scale: workloadScale,
      },
    ],
    [
      'ReplicaSet',
      'replicasets',
      {
        short: ['rs'],
        categories: all,
        status: true,
        generation: true,
        scale: workloadScale,
        fields: ['status.replicas'],
      },
    ],
    [
      'StatefulSet',
      'statefulsets',
      {
        short: ['sts'],
        categories: all,
        status: true,
        generation: true,
        scale: workloadScale,
      },
    ],
  ],
  'batch/v1': [
    [
      'CronJob',
      'cronjobs',
      { short: ['cj'], categories: all, status: true, generation: true },
    ],
    [
      'Job',
      'jobs',
      {
        categories: all,
        status: true,
        generation: true,
        fields: ['status.successful'],
      },
    ],
  ],
  'autoscaling/v2': [
    [
      'HorizontalPodAutoscaler',
      'horizontalpodautoscalers',
      { short: ['hpa'], categories: all, status: true },
    ],
  ],
  'autoscaling/v1': [
    [
      'HorizontalPodAutoscaler',
      'horizontalpodautoscalers',
      {
        short: ['hpa'],
        categories: all,
        status: true,
        stored: { version: 'v2', conversion: autoscalerConversion },
      },
    ],
  ],
  'networking.k8s.io/v1': [
    [
      'Ingress',
      'ingresses',
      { short: ['ing'], status: true, generation: true },
    ],
    ['IngressClass', 'ingressclasses', { cluster: true, generation: true }],
    [
      'NetworkPolicy',
      'networkpolicies',
      { short: ['netpol'], generation: true },
    ],
  ],
  'policy/v1': [
    [
      'PodDisruptionBudget',
      'poddisruptionbudgets',
      { short: ['pdb'], status: true, generation: true },
    ],
  ],
  'rbac.authorization.k8s.io/v1': [
    ['Role', 'roles'],
    ['RoleBinding', 'rolebindings'],
    ['ClusterRole', 'clusterroles', { cluster: true }],
    ['ClusterRoleBinding', 'clusterrolebindings', { cluster: true }],
  ],
  'storage.k8s.io/v1': [
    ['StorageClass', 'storageclasses', { short: ['sc'], cluster: true }],
    ['CSIDriver', 'csidrivers', { cluster: true }],
    ['CSINode', 'csinodes', { cluster: true }],
    ['VolumeAttachment', 'volumeattachments', { cluster: true, status: true }],
  ],
  'scheduling.k8s.io/v1': [
    [
      'PriorityClass',
      'priorityclasses',
      { short: ['pc'], cluster: true, generation: true },
    ],
  ],
  'coordination.k8s.io/v1': [['Lease', 'leases']],
  'discovery.k8s.io/v1': [
    ['EndpointSlice', 'endpointslices', { generation: true }],
  ],
  'node.k8s.io/v1': [['RuntimeClass', 'runtimeclasses', { cluster: true }]],
  'admissionregistration.k8s.io/v1': [
    [
      'MutatingWebhookConfiguration',
      'mutatingwebhookconfigurations',
      { categories: ['api-extensions'], cluster: true, generation: true },
    ],
    [
      'ValidatingWebhookConfiguration',
      'validatingwebhookconfigurations',
      { categories: ['api-extensions'], cluster: true, generation: true },
    ],
  ],
  'apiextensions.k8s.io/v1': [
    [
      'CustomResourceDefinition',
      'customresourcedefinitions',
      {
        short: ['crd', 'crds'],
        categories: ['api-extensions'],
        cluster: true,
        status: true,
        generation: true,
      },
    ],
  ],
  'metrics.k8s.io/v1beta1': [
    ['NodeMetrics', 'nodes', { cluster: true }],
    ['PodMetrics', 'pods'],
  ],
};

function toType(
  apiVersion: string,
  [kind, plural, options = {}]: Row,
): ResourceType {
  const [group, version] = apiVersion.includes('/')
    ? apiVersion.split('/')
    : ['', apiVersion];
  return {
    group,
    version,
    kind,
    listKind: options.listKind ?? `${kind}List`,
    plural,
    singular: group === 'metrics.k8s.io' ? '' : kind.toLowerCase(),
    shortNames: options.short ?? [],
    categories: options.categories ?? [],
    namespaced: !options.cluster,
    hasStatus: Boolean(options.status),
    scale: options.scale,
    hasGeneration: Boolean(options.generation),
    custom: false,
    storageVersion: options.stored?.version ?? version,
    conversion: options.stored?.conversion,
    selectableFields: options.fields,
  };
}

/** The kinds of Kubernetes itself that the sandbox stores. */
export function builtinTypes(): ResourceType[] {
  return Object.entries(rows).flatMap(([apiVersion, list]) =>
    list.map(row => toType(apiVersion, row)),
  );
}
