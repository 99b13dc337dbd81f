/**
 * Field numbers of the messages that command-line clients send in Kubernetes' binary encoding: `<number>: <name>[:<type>]`.
 *
 * Types: absent = string; `int`, `bool` = written even when unset, so zero counts as absent; `int?`, `bool?` = pointers;
 * `bytes`; `time`; `quantity`; `intOrString`; `skip` = what a server ignores on create; a message by its name; a leading
 * `[]` = repeated, `{}` = map with string keys; a name of `...` lays the fields of its message into this one.
 */
const tables: Record<string, string> = {
  ObjectMeta:
    '1:name 2:generateName 3:namespace 4:selfLink 5:uid 6:resourceVersion 7:generation:int 8:creationTimestamp:time 9:deletionTimestamp:time 10:deletionGracePeriodSeconds:int? 11:labels:{}string 12:annotations:{}string 13:ownerReferences:[]OwnerReference 14:finalizers:[]string 17:managedFields:skip',
  OwnerReference:
    '1:kind 3:name 4:uid 5:apiVersion 6:controller:bool? 7:blockOwnerDeletion:bool?',
  LabelSelector: '1:matchLabels:{}string 2:matchExpressions:[]LabelRequirement',
  LabelRequirement: '1:key 2:operator 3:values:[]string',
  Namespace: '1:metadata:ObjectMeta 2:spec:NamespaceSpec 3:status:skip',
  NamespaceSpec: '1:finalizers:[]string',
  ConfigMap:
    '1:metadata:ObjectMeta 2:data:{}string 3:binaryData:{}bytes 4:immutable:bool?',
  Secret:
    '1:metadata:ObjectMeta 2:data:{}bytes 3:type 4:stringData:{}string 5:immutable:bool?',
  ServiceAccount:
    '1:metadata:ObjectMeta 2:secrets:[]ObjectReference 3:imagePullSecrets:[]LocalObjectReference 4:automountServiceAccountToken:bool?',
  ObjectReference:
    '1:kind 2:namespace 3:name 4:uid 5:apiVersion 6:resourceVersion 7:fieldPath',
  LocalObjectReference: '1:name',
  ResourceQuota: '1:metadata:ObjectMeta 2:spec:ResourceQuotaSpec 3:status:skip',
  ResourceQuotaSpec: '1:hard:{}quantity 2:scopes:[]string',
  Service: '1:metadata:ObjectMeta 2:spec:ServiceSpec 3:status:skip',
  ServiceSpec:
    '1:ports:[]ServicePort 2:selector:{}string 3:clusterIP 4:type 5:externalIPs:[]string 7:sessionAffinity 8:loadBalancerIP 9:loadBalancerSourceRanges:[]string 10:externalName 11:externalTrafficPolicy 12:healthCheckNodePort:int 13:publishNotReadyAddresses:bool 17:ipFamilyPolicy 18:clusterIPs:[]string 19:ipFamilies:[]string 20:allocateLoadBalancerNodePorts:bool? 21:loadBalancerClass 22:internalTrafficPolicy',
  ServicePort:
    '1:name 2:protocol 3:port:int 4:targetPort:intOrString 5:nodePort:int 6:appProtocol',
  Deployment: '1:metadata:ObjectMeta 2:spec:DeploymentSpec 3:status:skip',
  DeploymentSpec:
    '1:replicas:int? 2:selector:LabelSelector 3:template:PodTemplateSpec 4:strategy:DeploymentStrategy 5:minReadySeconds:int 6:revisionHistoryLimit:int? 7:paused:bool 9:progressDeadlineSeconds:int?',
  DeploymentStrategy: '1:type 2:rollingUpdate:RollingUpdate',
  RollingUpdate: '1:maxUnavailable:intOrString 2:maxSurge:intOrString',
  PodTemplateSpec: '1:metadata:ObjectMeta 2:spec:PodSpec',
  PodSpec:
    '2:containers:[]Container 3:restartPolicy 4:terminationGracePeriodSeconds:int? 5:activeDeadlineSeconds:int? 6:dnsPolicy 7:nodeSelector:{}string 8:serviceAccountName 9:serviceAccount 10:nodeName 11:hostNetwork:bool 12:hostPID:bool 13:hostIPC:bool 14:securityContext:PodSecurityContext 15:imagePullSecrets:[]LocalObjectReference 16:hostname 17:subdomain 19:schedulerName 20:initContainers:[]Container 21:automountServiceAccountToken:bool? 24:priorityClassName',
  PodSecurityContext:
    '2:runAsUser:int? 3:runAsNonRoot:bool? 5:fsGroup:int? 6:runAsGroup:int?',
  Container:
    '1:name 2:image 3:command:[]string 4:args:[]string 5:workingDir 6:ports:[]ContainerPort 7:env:[]EnvVar 8:resources:ResourceRequirements 13:terminationMessagePath 14:imagePullPolicy 16:stdin:bool 17:stdinOnce:bool 18:tty:bool 20:terminationMessagePolicy',
  ContainerPort:
    '1:name 2:hostPort:int 3:containerPort:int 4:protocol 5:hostIP',
  EnvVar: '1:name 2:value',
  ResourceRequirements: '1:limits:{}quantity 2:requests:{}quantity',
  Job: '1:metadata:ObjectMeta 2:spec:JobSpec 3:status:skip',
  JobSpec:
    '1:parallelism:int? 2:completions:int? 3:activeDeadlineSeconds:int? 4:selector:LabelSelector 5:manualSelector:bool? 6:template:PodTemplateSpec 7:backoffLimit:int? 8:ttlSecondsAfterFinished:int? 9:completionMode 10:suspend:bool?',
  CronJob: '1:metadata:ObjectMeta 2:spec:CronJobSpec 3:status:skip',
  CronJobSpec:
    '1:schedule 2:startingDeadlineSeconds:int? 3:concurrencyPolicy 4:suspend:bool? 5:jobTemplate:JobTemplateSpec 6:successfulJobsHistoryLimit:int? 7:failedJobsHistoryLimit:int? 8:timeZone',
  JobTemplateSpec: '1:metadata:ObjectMeta 2:spec:JobSpec',
  Role: '1:metadata:ObjectMeta 2:rules:[]PolicyRule',
  ClusterRole:
    '1:metadata:ObjectMeta 2:rules:[]PolicyRule 3:aggregationRule:AggregationRule',
  AggregationRule: '1:clusterRoleSelectors:[]LabelSelector',
  PolicyRule:
    '1:verbs:[]string 2:apiGroups:[]string 3:resources:[]string 4:resourceNames:[]string 5:nonResourceURLs:[]string',
  RoleBinding: '1:metadata:ObjectMeta 2:subjects:[]Subject 3:roleRef:RoleRef',
  ClusterRoleBinding:
    '1:metadata:ObjectMeta 2:subjects:[]Subject 3:roleRef:RoleRef',
  Subject: '1:kind 2:apiGroup 3:name 4:namespace',
  RoleRef: '1:apiGroup 2:kind 3:name',
  Ingress: '1:metadata:ObjectMeta 2:spec:IngressSpec 3:status:skip',
  IngressSpec:
    '1:defaultBackend:IngressBackend 2:tls:[]IngressTLS 3:rules:[]IngressRule 4:ingressClassName',
  IngressTLS: '1:hosts:[]string 2:secretName',
  IngressRule: '1:host 2:...:IngressRuleValue',
  IngressRuleValue: '1:http:HTTPIngressRuleValue',
  HTTPIngressRuleValue: '1:paths:[]HTTPIngressPath',
  HTTPIngressPath: '1:path 2:backend:IngressBackend 3:pathType',
  IngressBackend: '4:service:IngressServiceBackend',
  IngressServiceBackend: '1:name 2:port:ServiceBackendPort',
  ServiceBackendPort: '1:name 2:number:int',
  PodDisruptionBudget:
    '1:metadata:ObjectMeta 2:spec:PodDisruptionBudgetSpec 3:status:skip',
  PodDisruptionBudgetSpec:
    '1:minAvailable:intOrString 2:selector:LabelSelector 3:maxUnavailable:intOrString 4:unhealthyPodEvictionPolicy',
  PriorityClass:
    '1:metadata:ObjectMeta 2:value:int 3:globalDefault:bool 4:description 5:preemptionPolicy',
  HorizontalPodAutoscaler:
    '1:metadata:ObjectMeta 2:spec:HorizontalPodAutoscalerSpec 3:status:skip',
  HorizontalPodAutoscalerSpec:
    '1:scaleTargetRef:CrossVersionObjectReference 2:minReplicas:int? 3:maxReplicas:int 4:metrics:[]MetricSpec',
  'autoscaling/v1/HorizontalPodAutoscaler':
    '1:metadata:ObjectMeta 2:spec:HorizontalPodAutoscalerSpecV1 3:status:skip',
  HorizontalPodAutoscalerSpecV1:
    '1:scaleTargetRef:CrossVersionObjectReference 2:minReplicas:int? 3:maxReplicas:int 4:targetCPUUtilizationPercentage:int?',
  CrossVersionObjectReference: '1:kind 2:name 3:apiVersion',
  MetricSpec: '1:type 4:resource:ResourceMetricSource',
  ResourceMetricSource: '1:name 2:target:MetricTarget',
  MetricTarget:
    '1:type 2:value:quantity 3:averageValue:quantity 4:averageUtilization:int?',
  TokenRequest: '1:metadata:ObjectMeta 2:spec:TokenRequestSpec 3:status:skip',
  TokenRequestSpec:
    '1:audiences:[]string 3:boundObjectRef:BoundObjectReference 4:expirationSeconds:int?',
  BoundObjectReference: '1:kind 2:apiVersion 3:name 4:uid',
  SelfSubjectReview: '1:metadata:ObjectMeta 2:status:skip',
  TokenReview: '1:metadata:ObjectMeta 2:spec:TokenReviewSpec 3:status:skip',
  TokenReviewSpec: '1:token 2:audiences:[]string',
  SelfSubjectAccessReview:
    '1:metadata:ObjectMeta 2:spec:SelfSubjectAccessReviewSpec 3:status:skip',
  SelfSubjectAccessReviewSpec:
    '1:resourceAttributes:ResourceAttributes 2:nonResourceAttributes:NonResourceAttributes',
  SubjectAccessReview:
    '1:metadata:ObjectMeta 2:spec:SubjectAccessReviewSpec 3:status:skip',
  LocalSubjectAccessReview:
    '1:metadata:ObjectMeta 2:spec:SubjectAccessReviewSpec 3:status:skip',
  SubjectAccessReviewSpec:
    '1:resourceAttributes:ResourceAttributes 2:nonResourceAttributes:NonResourceAttributes 3:user 4:groups:[]string 6:uid',
  ResourceAttributes:
    '1:namespace 2:verb 3:group 4:version 5:resource 6:subresource 7:name',
  NonResourceAttributes: '1:path 2:verb',
  SelfSubjectRulesReview:
    '1:metadata:ObjectMeta 2:spec:SelfSubjectRulesReviewSpec 3:status:skip',
  SelfSubjectRulesReviewSpec: '1:namespace',
  Eviction: '1:metadata:ObjectMeta 2:deleteOptions:DeleteOptions',
  DeleteOptions:
    '1:gracePeriodSeconds:int? 2:preconditions:Preconditions 3:orphanDependents:bool? 4:propagationPolicy 5:dryRun:[]string',
  Preconditions: '1:uid 2:resourceVersion',
};

/** One field of a message. */
export interface MessageField {
  name: string;
  type: string;
  shape: 'one' | 'list' | 'map';
}

const shapes: [string, MessageField['shape']][] = [
  ['[]', 'list'],
  ['{}', 'map'],
];

function parseField(name: string, type: string): MessageField {
  const [prefix = '', shape = 'one'] =
    shapes.find(([sign]) => type.startsWith(sign)) ?? [];
  return { name, shape, type: type.slice(prefix.length) };
}

function parseTable(text: string): Map<number, MessageField> {
  return new Map(
    text.split(' ').map(entry => {
      const [number, name, type = 'string'] = entry.split(':');
      return [Number(number), parseField(name, type)];
    }),
  );
}

const parsed = new Map<string, Map<number, MessageField>>();

/** The fields of a message by number; `undefined` for a message that is not known. */
export function messageFields(
  name: string,
): Map<number, MessageField> | undefined {
  if (!Object.hasOwn(tables, name)) return undefined;
  let fields = parsed.get(name);
  if (!fields) {
    fields = parseTable(tables[name]);
    parsed.set(name, fields);
  }
  return fields;
}
