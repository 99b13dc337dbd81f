import type {
  Credentials,
  InstanceSummary,
  InstanceView,
  OfferingSummary,
  OfferingView,
  PlanView,
} from '@jimu/plugin-service-broker-common';
import type { Environment, TenantView } from '@jimu/plugin-tenants-common';

const GI = 1024 ** 3;

export const tenants: TenantView[] = [
  {
    name: 'payments',
    title: '支付',
    owner: 'group:default/payments',
    roles: [],
    environments: ['dev', 'prod'],
    role: 'developer',
  },
  {
    name: 'search',
    title: 'Search',
    owner: 'group:default/search',
    roles: [],
    environments: ['dev'],
    role: 'viewer',
  },
];

export const environments: Environment[] = [
  {
    name: 'dev',
    title: { en: 'Development', zh: '开发' },
    cluster: 'sandbox',
    production: false,
    exposure: 'nodePort',
    deletionPolicy: 'delete',
  },
  {
    name: 'prod',
    title: { en: 'Production', zh: '生产' },
    cluster: 'sandbox',
    production: true,
    exposure: 'none',
    deletionPolicy: 'retain',
  },
];

const available = [
  { environment: 'dev', available: true },
  { environment: 'prod', available: true },
];

const summary = (
  name: string,
  rest: Partial<OfferingSummary>,
): OfferingSummary => ({
  name,
  title: name,
  description: { en: '', zh: '' },
  category: 'cache',
  aliases: [],
  tags: [],
  operator: 'operator',
  availability: available,
  fromPrice: { amount: 120, currency: 'CNY', per: 'month' },
  ...rest,
});

const redisSummary = summary('redis', {
  title: 'Redis',
  description: {
    en: 'In-memory data for caches and sessions',
    zh: '内存数据，用于缓存和会话',
  },
  category: 'cache',
  aliases: ['cache', 'kv', '缓存', '键值'],
  operator: 'redis-operator',
});

export const offerings: OfferingSummary[] = [
  redisSummary,
  summary('kafka', {
    title: 'Kafka',
    category: 'messaging',
    aliases: ['queue', 'stream', '消息队列'],
    operator: 'strimzi',
    availability: [
      {
        environment: 'dev',
        available: false,
        reason: {
          code: 'kindMissing',
          message:
            'kind Kafka (kafka.strimzi.io/v1) is not served by cluster "sandbox"; install the operator strimzi',
        },
      },
    ],
  }),
  summary('mysql', {
    title: 'MySQL',
    category: 'database',
    aliases: ['mysql', 'pxc'],
    operator: 'pxc-operator',
  }),
];

const quantity = (unit: string, minimum: string, maximum: string) => ({
  type: 'string',
  format: 'k8s-quantity',
  'x-unit': unit,
  'x-minimum': minimum,
  'x-maximum': maximum,
});

const plan = (name: string, rest: Partial<PlanView>): PlanView => ({
  id: `id-${name}`,
  name,
  title: { en: name, zh: name },
  description: { en: `The ${name} plan`, zh: `${name} 规格` },
  bullets: [],
  recommended: false,
  highAvailability: false,
  schema: {
    type: 'object',
    properties: {
      memory: {
        ...quantity('bytes', '256Mi', '16Gi'),
        'x-title': { en: 'Memory', zh: '内存' },
      },
      storage: {
        ...quantity('bytes', '1Gi', '100Gi'),
        'x-title': { en: 'Storage', zh: '存储' },
        'x-mutable': 'increase-only',
      },
    },
  },
  defaults: { memory: '256Mi', storage: '1Gi' },
  price: { amount: 120, currency: 'CNY', per: 'month' },
  consumption: { cpu: 0.1, memory: GI / 4, storage: GI, volumes: 1 },
  ...rest,
});

const small = plan('small', { title: { en: 'Small', zh: '小型' } });

export const redisOffering: OfferingView = {
  ...redisSummary,
  plans: [
    small,
    plan('ha', {
      title: { en: 'High availability', zh: '高可用' },
      recommended: true,
      highAvailability: true,
      schema: {
        type: 'object',
        properties: {
          nodes: {
            type: 'integer',
            enum: [3, 5],
            'x-title': { en: 'Nodes', zh: '节点数' },
          },
          ...(small.schema.properties as object),
          maxmemoryPolicy: {
            type: 'string',
            pattern: '^[a-z-]+$',
            'x-title': { en: 'Eviction policy', zh: '淘汰策略' },
          },
        },
      },
      defaults: { nodes: 3, memory: '1Gi', storage: '2Gi' },
      price: { amount: 480, currency: 'CNY', per: 'month' },
      consumption: { cpu: 0.3, memory: 3 * GI, storage: 6 * GI, volumes: 3 },
    }),
  ],
  versions: { default: '7.0', available: ['7.0', '6.2'] },
  naming: { pattern: '^[a-z]([-a-z0-9]*[a-z0-9])?$', maxLength: 24 },
  bindable: true,
  bindingStrategy: 'shared',
  bindingSchema: { type: 'object', properties: {} },
  expectedMinutes: 3,
};

export const instanceSummary: InstanceSummary = {
  id: 'i-1',
  name: 'cart-cache',
  tenant: 'payments',
  environment: 'dev',
  cluster: 'sandbox',
  namespace: 'payments-dev-svc',
  resourceName: 'cart-cache-abcde',
  offering: 'redis',
  offeringTitle: 'Redis',
  plan: 'ha',
  version: '7.0',
  phase: 'provisioning',
  createdAt: '2026-01-02T03:04:05Z',
  createdBy: 'user:default/li.na',
  updatedAt: '2026-01-02T03:04:05Z',
  price: { amount: 480, currency: 'CNY', per: 'month' },
  revision: 1,
};

export const instanceView: InstanceView = {
  ...instanceSummary,
  parameters: { nodes: 3, memory: '1Gi', storage: '2Gi' },
  consumption: { cpu: 0.3, memory: 3 * GI, storage: 6 * GI, volumes: 3 },
  conditions: [],
  events: [
    {
      time: '2026-01-02T03:04:10Z',
      type: 'Normal',
      reason: 'SuccessfulCreate',
      message: 'create Pod cart-cache-abcde-0 in StatefulSet',
      object: 'StatefulSet/cart-cache-abcde',
      count: 1,
    },
  ],
  endpoints: [],
  operation: {
    id: 'o-1',
    instanceId: 'i-1',
    type: 'create',
    state: 'in progress',
    requestedBy: 'user:default/li.na',
    startedAt: '2026-01-02T03:04:05Z',
    steps: [
      {
        id: 'accepted',
        state: 'done',
        startedAt: '2026-01-02T03:04:05Z',
        finishedAt: '2026-01-02T03:04:05Z',
      },
      { id: 'applied', state: 'done' },
      {
        id: 'running',
        state: 'active',
        startedAt: '2026-01-02T03:04:07Z',
        message: '1/3 pods ready',
      },
      { id: 'ready', state: 'waiting' },
    ],
  },
  bindings: [],
  activity: [
    {
      id: 'a-1',
      time: '2026-01-02T03:04:05Z',
      actor: 'user:default/li.na',
      action: 'create',
    },
  ],
  allowed: ['delete', 'bind', 'unbind', 'reveal'],
  deletionPolicy: 'delete',
  bindingStrategy: 'shared',
  bindingSchema: { type: 'object', properties: {} },
};

export const readyInstance: InstanceView = {
  ...instanceView,
  phase: 'ready',
  revision: 2,
  operation: undefined,
  endpoints: [
    {
      name: 'redis',
      host: 'cart-cache-abcde.payments-dev-svc.svc',
      port: 6379,
      scope: 'cluster',
    },
  ],
  bindings: [
    {
      id: 'b-1',
      instanceId: 'i-1',
      name: 'cart',
      phase: 'ready',
      parameters: {},
      createdAt: '2026-01-02T03:14:05Z',
      createdBy: 'user:default/li.na',
    },
  ],
};

export const redisCredentials: Credentials = {
  type: 'redis',
  provider: 'jimu',
  fields: [
    {
      key: 'host',
      value: 'cart-cache-abcde.payments-dev-svc.svc',
      secret: false,
    },
    { key: 'port', value: '6379', secret: false },
    { key: 'password', value: 's3cr3t', secret: true },
  ],
  external: { host: '127.0.0.1', port: 31379 },
  uri: 'redis://:s3cr3t@cart-cache-abcde.payments-dev-svc.svc:6379',
  externalUri: 'redis://:s3cr3t@127.0.0.1:31379',
};
