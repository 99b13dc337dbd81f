/*
 * Makes src/api/schema/builtinDefinitions.json: the shapes of the built-in kinds, read from the type tables of a Kubernetes client.
 *
 *   node scripts/generateBuiltinSchemas.mjs <folder of @kubernetes/client-node> > src/api/schema/builtinDefinitions.json
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const models = join(process.argv[2], 'dist/gen/models');

const roots = {
  v1: 'ConfigMap Endpoints Event:CoreV1Event LimitRange Namespace Node PersistentVolumeClaim PersistentVolume Pod PodTemplate ReplicationController ResourceQuota Secret ServiceAccount Service',
  'apps/v1': 'ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet',
  'batch/v1': 'CronJob Job',
  'autoscaling/v1': 'Scale HorizontalPodAutoscaler',
  'autoscaling/v2': 'HorizontalPodAutoscaler:V2HorizontalPodAutoscaler',
  'networking.k8s.io/v1': 'Ingress IngressClass NetworkPolicy',
  'policy/v1': 'PodDisruptionBudget Eviction',
  'rbac.authorization.k8s.io/v1':
    'Role RoleBinding ClusterRole ClusterRoleBinding',
  'storage.k8s.io/v1': 'StorageClass CSIDriver CSINode VolumeAttachment',
  'scheduling.k8s.io/v1': 'PriorityClass',
  'coordination.k8s.io/v1': 'Lease',
  'discovery.k8s.io/v1': 'EndpointSlice',
  'node.k8s.io/v1': 'RuntimeClass',
  'admissionregistration.k8s.io/v1':
    'MutatingWebhookConfiguration ValidatingWebhookConfiguration',
  'apiextensions.k8s.io/v1': 'CustomResourceDefinition',
  'authentication.k8s.io/v1':
    'TokenReview SelfSubjectReview TokenRequest:AuthenticationV1TokenRequest',
  'authorization.k8s.io/v1':
    'SubjectAccessReview SelfSubjectAccessReview LocalSubjectAccessReview SelfSubjectRulesReview',
};

/** Lists that are maps: definition.property -> keys; the first one is also the merge key of strategic merge patches. */
const mapLists = {
  'V1PodSpec.containers': ['name'],
  'V1PodSpec.initContainers': ['name'],
  'V1PodSpec.ephemeralContainers': ['name'],
  'V1PodSpec.volumes': ['name'],
  'V1PodSpec.imagePullSecrets': ['name'],
  'V1PodSpec.hostAliases': ['ip'],
  'V1PodSpec.topologySpreadConstraints': ['topologyKey', 'whenUnsatisfiable'],
  'V1PodSpec.resourceClaims': ['name'],
  'V1PodSpec.schedulingGates': ['name'],
  'V1ResourceRequirements.claims': ['name'],
  'V1PodStatus.conditions': ['type'],
  'V1PodStatus.podIPs': ['ip'],
  'V1ServiceSpec.ports': ['port', 'protocol'],
  'V1ServiceStatus.conditions': ['type'],
  'V1ServiceAccount.secrets': ['name'],
  'V1NodeStatus.conditions': ['type'],
  'V1NodeStatus.addresses': ['type'],
  'V1ObjectMeta.ownerReferences': ['uid'],
  'V1NamespaceStatus.conditions': ['type'],
  'V1PersistentVolumeClaimStatus.conditions': ['type'],
  'V1ReplicationControllerStatus.conditions': ['type'],
  'V1DeploymentStatus.conditions': ['type'],
  'V1ReplicaSetStatus.conditions': ['type'],
  'V1StatefulSetStatus.conditions': ['type'],
  'V1DaemonSetStatus.conditions': ['type'],
  'V1PodDisruptionBudgetStatus.conditions': ['type'],
  'V2HorizontalPodAutoscalerStatus.conditions': ['type'],
  'V1CustomResourceDefinitionStatus.conditions': ['type'],
  'V1MutatingWebhookConfiguration.webhooks': ['name'],
  'V1ValidatingWebhookConfiguration.webhooks': ['name'],
  'V1CSINodeSpec.drivers': ['name'],
};
for (const container of ['V1Container', 'V1EphemeralContainer']) {
  Object.assign(mapLists, {
    [`${container}.ports`]: ['containerPort', 'protocol'],
    [`${container}.env`]: ['name'],
    [`${container}.volumeMounts`]: ['mountPath'],
    [`${container}.volumeDevices`]: ['devicePath'],
  });
}
/** Merged by strategic merge patches although server-side apply takes them as one value. */
const patchOnly = {
  'V1JobStatus.conditions': 'type',
  'V1PodStatus.hostIPs': 'ip',
  'V1NodeSpec.taints': 'key',
  'V1ServiceAccount.imagePullSecrets': undefined,
};
const sets = new Set(['V1ObjectMeta.finalizers', 'V1NodeSpec.podCIDRs']);
const atomicTypes = new Set([
  'V1LabelSelector',
  'V1NodeSelector',
  'V1NodeSelectorTerm',
  'V1ObjectReference',
  'V1LocalObjectReference',
  'V1SecretKeySelector',
  'V1ConfigMapKeySelector',
  'V1ResourceFieldSelector',
  'V1ObjectFieldSelector',
  'V1TypedLocalObjectReference',
  'V1RoleRef',
  'V1SecretReference',
  'V1ScopeSelector',
]);
const atomicFields = new Set([
  'V1PodSpec.nodeSelector',
  'V1ServiceSpec.selector',
  'V1ReplicationControllerSpec.selector',
]);
const retainKeys = new Set(['V1PodSpec.volumes', 'V1DeploymentSpec.strategy']);
const quantityMaps = new Set([
  'limits',
  'requests',
  'capacity',
  'allocatable',
  'hard',
  'used',
  'max',
  'min',
  'default',
  'defaultRequest',
  'maxLimitRequestRatio',
  'overhead',
  'allocatedResources',
  'podFixed',
]);
const quantityFields = new Set([
  'divisor',
  'sizeLimit',
  'value',
  'averageValue',
  'maximumVolumeSize',
]);
const quantityOwners =
  /^(V1ResourceFieldSelector|V1EmptyDirVolumeSource|V2Metric(Target|ValueStatus)|V1CSIStorageCapacity)$/;
const defaults = {
  'V1ContainerPort.protocol': 'TCP',
  'V1ServicePort.protocol': 'TCP',
};
const anyShaped = new Set(['V1JSONSchemaProps']);

const definitions = {};

function toSchema(type, format, owner, property) {
  const array = /^Array<(.*)>$/.exec(type);
  if (array) {
    return {
      type: 'array',
      items: toSchema(array[1], format, owner, property),
    };
  }
  const map = /^\{ \[key: string\]: (.*); \}$/.exec(type);
  if (map) {
    const value =
      map[1] === 'string' && quantityMaps.has(property)
        ? { 'x-kubernetes-int-or-string': true, format: 'quantity' }
        : toSchema(map[1], format, owner, property);
    return { type: 'object', additionalProperties: value };
  }
  switch (type) {
    case 'string':
      if (quantityOwners.test(owner) && quantityFields.has(property)) {
        return { 'x-kubernetes-int-or-string': true, format: 'quantity' };
      }
      return format === 'byte'
        ? { type: 'string', format }
        : { type: 'string' };
    case 'number':
      return format === 'double' || format === 'float'
        ? { type: 'number' }
        : { type: 'integer', format: format || 'int64' };
    case 'boolean':
      return { type: 'boolean' };
    case 'Date':
    case 'V1MicroTime':
      return { type: 'string', format: 'date-time' };
    case 'IntOrString':
      return { 'x-kubernetes-int-or-string': true };
    case 'any':
    case 'object':
      return { 'x-kubernetes-preserve-unknown-fields': true };
    default:
      define(type);
      return { $ref: type };
  }
}

function define(name) {
  if (definitions[name]) return;
  const schema = { type: 'object', properties: {} };
  definitions[name] = schema;
  const file = join(models, name);
  if (!existsSync(`${file}.js`)) throw new Error(`No model ${name}`);
  if (anyShaped.has(name)) {
    definitions[name] = {
      type: 'object',
      'x-kubernetes-preserve-unknown-fields': true,
    };
    return;
  }
  const table = /attributeTypeMap = (\[[\s\S]*?\n\]);/.exec(
    readFileSync(`${file}.js`, 'utf8'),
  )[1];
  const optional = new Set(
    [...readFileSync(`${file}.d.ts`, 'utf8').matchAll(/^ {4}'(\w+)'\?:/gm)].map(
      m => m[1],
    ),
  );
  const required = [];
  for (const field of JSON.parse(table)) {
    const property = field.baseName;
    const path = `${name}.${property}`;
    const value = toSchema(field.type, field.format, name, property);
    if (mapLists[path]) {
      value['x-kubernetes-list-type'] = 'map';
      value['x-kubernetes-list-map-keys'] = mapLists[path];
      value['x-kubernetes-patch-merge-key'] = mapLists[path][0];
      value['x-kubernetes-patch-strategy'] = 'merge';
    } else if (sets.has(path)) {
      value['x-kubernetes-list-type'] = 'set';
      value['x-kubernetes-patch-strategy'] = 'merge';
    } else if (patchOnly[path]) {
      value['x-kubernetes-patch-merge-key'] = patchOnly[path];
      value['x-kubernetes-patch-strategy'] = 'merge';
    }
    if (retainKeys.has(path)) {
      value['x-kubernetes-patch-strategy'] = [
        ...(value['x-kubernetes-patch-strategy'] ? ['merge'] : []),
        'retainKeys',
      ].join(',');
    }
    if (atomicFields.has(path)) value['x-kubernetes-map-type'] = 'atomic';
    if (path in defaults) value.default = defaults[path];
    schema.properties[property] = value;
    if (!optional.has(field.name)) required.push(property);
  }
  if (atomicTypes.has(name)) schema['x-kubernetes-map-type'] = 'atomic';
  if (required.length) schema.required = required;
}

const kinds = {};
for (const [apiVersion, names] of Object.entries(roots)) {
  for (const entry of names.split(' ')) {
    const [kind, name = `V1${kind}`] = entry.split(':');
    define(name);
    kinds[`${apiVersion}/${kind}`] = name;
  }
}
process.stdout.write(`${JSON.stringify({ kinds, definitions })}\n`);
