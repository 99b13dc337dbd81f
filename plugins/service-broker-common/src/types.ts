import type { JsonObject, JsonValue } from '@backstage/types';

/** A text in the languages that Jimu speaks. */
export interface LocalizedText {
  en: string;
  zh: string;
}

/** JSON Schema (draft-07 subset) of parameters; `x-mutable`, `x-unit`, `x-title` and `x-description` (LocalizedText) are ours. */
export type ParameterSchema = JsonObject;

/** Amounts in base units: cpu in cores, memory and storage in bytes. */
export interface Consumption {
  cpu: number;
  memory: number;
  storage: number;
  /** Persistent volume claims. */
  volumes: number;
}

export interface Price {
  amount: number;
  /** ISO 4217, for example `CNY`. */
  currency: string;
  per: 'month';
}

/** Whether an offering can be ordered in an environment, and if not, why. */
export interface Availability {
  environment: string;
  available: boolean;
  /** For example: kind Kafka (kafka.strimzi.io/v1) is not served by cluster "sandbox"; install the operator strimzi. */
  reason?: Problem;
}

export interface PlanView {
  id: string;
  name: string;
  title: LocalizedText;
  description: LocalizedText;
  bullets: LocalizedText[];
  recommended: boolean;
  /** More than one replica, survives the loss of one. */
  highAvailability: boolean;
  /** Schema of what the user may set in this plan: the offering's, narrowed by the plan's limits, without what the plan fixes. */
  schema: ParameterSchema;
  /** Effective values when the user sets nothing. */
  defaults: JsonObject;
  /** With the defaults; `POST /quotes` answers for other parameters. */
  price: Price;
  consumption: Consumption;
}

export interface OfferingSummary {
  name: string;
  title: string;
  description: LocalizedText;
  category: string;
  /** Other words people search for, in both languages: 缓存, cache, kv. */
  aliases: string[];
  tags: string[];
  operator: string;
  support?: LocalizedText;
  availability: Availability[];
  fromPrice: Price;
}

export interface OfferingView extends OfferingSummary {
  plans: PlanView[];
  versions: { default: string; available: string[] };
  naming: { pattern: string; maxLength: number };
  bindable: boolean;
  bindingStrategy: BindingStrategy;
  bindingSchema: ParameterSchema;
  /** Expected minutes from order to ready. */
  expectedMinutes: number;
}

export type BindingStrategy =
  /** All bindings receive the instance's one account. */
  | 'shared'
  /** One account per binding, made by the operator from an object of its own. */
  | 'customResource'
  /** One account per binding, listed inside the instance's object. */
  | 'fold';

/** A broken offering file, shown to platform people. */
export interface BrokenOffering {
  file: string;
  name?: string;
  problems: Problem[];
}

/**
 * A refusal in a form that can be shown in the viewer's language: the front end translates `code` with `params` and falls
 * back on `message`. `field` is a path into the request: `parameters.storage`, `name`.
 */
export interface Problem {
  code: string;
  field?: string;
  /** Plain English: what is wrong and what to do. */
  message: string;
  params?: Record<string, string | number>;
}

export type InstancePhase =
  | 'pending'
  | 'provisioning'
  | 'ready'
  | 'updating'
  /** Was ready, its operator now reports trouble. */
  | 'degraded'
  | 'failed'
  | 'deleting'
  | 'deleted';

export type StepState = 'waiting' | 'active' | 'done' | 'failed';

/** A step of an operation with its times; `id` is a translation key of the front end. */
export interface OperationStep {
  /**
   * create: accepted, namespace, applied, acknowledged, running, ready; delete: accepted, bindings, resources, gone;
   * bind: accepted, applied, ready; unbind: accepted, resources, gone.
   */
  id: string;
  state: StepState;
  startedAt?: string;
  finishedAt?: string;
  /** The operator's own words, where it said something. */
  message?: string;
}

export type OperationType = 'create' | 'delete' | 'bind' | 'unbind';
export type OperationState = 'in progress' | 'succeeded' | 'failed';

export interface Operation {
  id: string;
  instanceId: string;
  bindingId?: string;
  type: OperationType;
  state: OperationState;
  steps: OperationStep[];
  /** Who asked: an entity ref such as `user:default/li.na`. */
  requestedBy: string;
  startedAt: string;
  finishedAt?: string;
  /** Why it failed or what it waits for, and what to do. */
  problem?: Problem;
  /** Of a deletion that succeeded: what was looked for and not found, for example `Kafka pay-dev-svc/orders-x1y2z`. */
  proof?: string[];
}

/** What was last observed, in Kubernetes' form. */
export interface Condition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason: string;
  message: string;
  lastTransitionTime: string;
}

/** A Kubernetes event of one of the instance's objects. */
export interface InstanceEvent {
  time: string;
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
  object: string;
  count: number;
}

export interface InstanceSummary {
  id: string;
  name: string;
  tenant: string;
  environment: string;
  cluster: string;
  namespace: string;
  /** Name of its objects in the cluster. */
  resourceName: string;
  offering: string;
  offeringTitle: string;
  plan: string;
  version: string;
  phase: InstancePhase;
  /** One line on the state in the operator's or Jimu's words. */
  message?: string;
  problem?: Problem;
  createdAt: string;
  createdBy: string;
  updatedAt: string;
  price: Price;
  /** Increases with every change that can be seen; a client drops older pushes. */
  revision: number;
}

export interface InstanceView extends InstanceSummary {
  parameters: JsonObject;
  consumption: Consumption;
  conditions: Condition[];
  events: InstanceEvent[];
  /** Where it answers, without secrets; empty until ready. */
  endpoints: Endpoint[];
  operation?: Operation;
  bindings: BindingSummary[];
  activity: ActivityEntry[];
  /** What the viewer may do now: `delete`, `bind`, `unbind`, `reveal`, and `retry` while the last operation has failed. */
  allowed: string[];
  /** What stays when it is deleted, by the environment's rule. */
  deletionPolicy: 'delete' | 'retain';
  bindingStrategy: BindingStrategy;
  bindingSchema: ParameterSchema;
}

export interface Endpoint {
  name: string;
  host: string;
  port: number;
  scope: 'cluster' | 'external';
}

export type BindingPhase =
  | 'pending'
  | 'ready'
  | 'failed'
  | 'deleting'
  | 'deleted';

export interface BindingSummary {
  id: string;
  instanceId: string;
  name: string;
  phase: BindingPhase;
  parameters: JsonObject;
  message?: string;
  problem?: Problem;
  createdAt: string;
  createdBy: string;
}

/** Who did what with an instance; values of secrets never occur. */
export interface ActivityEntry {
  id: string;
  time: string;
  actor: string;
  action: 'create' | 'delete' | 'bind' | 'unbind' | 'reveal' | 'retry';
  detail?: string;
}

/** One field of a binding's credentials. */
export interface CredentialField {
  key: string;
  value: string;
  secret: boolean;
}

/** Answer of `POST /instances/:id/bindings/:bindingId/credentials`; read from the cluster at that moment, never stored. */
export interface Credentials {
  /** servicebinding.io type: `mysql`, `redis`, `kafka`, `postgresql`. */
  type: string;
  provider: string;
  fields: CredentialField[];
  /** Where it can be reached from outside the cluster, when it can. */
  external?: { host: string; port: number };
  /** Ready-made connection strings with the secret inside; the external one when reachable from outside. */
  uri?: string;
  externalUri?: string;
}

export interface OrderRequest {
  tenant: string;
  environment: string;
  offering: string;
  plan: string;
  name: string;
  version?: string;
  parameters?: JsonObject;
}

export interface OrderResponse {
  instance: InstanceSummary;
  operation: Operation;
}

/** Answer of `POST /orders/check`: the same checks as an order, without any effect. */
export interface OrderCheck {
  ok: boolean;
  problems: Problem[];
  /** Effective parameters, when they are valid. */
  parameters?: JsonObject;
  price?: Price;
  consumption?: Consumption;
}

export interface BindRequest {
  name: string;
  parameters?: JsonObject;
}

export interface Page<T> {
  items: T[];
  /** Pass as `cursor` for the next page; absent on the last one. */
  nextCursor?: string;
  totalItems: number;
}

export interface InstanceQuery {
  tenant?: string;
  environment?: string;
  offering?: string;
  phase?: InstancePhase;
  /** Part of the name. */
  search?: string;
  sort?: 'name' | 'createdAt' | 'phase';
  order?: 'asc' | 'desc';
  cursor?: string;
  /** 1 to 200, default 50. */
  limit?: number;
}

/** A push: something about an instance changed. Carries no more than the viewer may list. */
export interface BrokerEvent {
  /** Increasing; send the last one back as `Last-Event-ID`. */
  id: string;
  type: 'instance' | 'removed';
  instance: InstanceSummary;
}

export type { JsonObject, JsonValue };
