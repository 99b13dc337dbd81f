import type { JsonObject, JsonValue } from '@backstage/types';
import type { LocalizedText } from '@jimu/plugin-service-broker-common';

/** A CEL expression without `${}`. */
export type Expression = string;

/** A value whose strings may hold `${CEL}`; see docs/operators/offerings.md. */
export type Template<T = JsonValue> = T;

/** A duration such as `30s`, `10m`, `1h`. */
export type DurationText = string;

/** The whole of an offering file. */
export interface OfferingFile {
  apiVersion: 'jimu.dev/v1alpha1';
  kind: 'Offering';
  metadata: { name: string };
  spec: OfferingSpec;
}

/** What platform engineers write under `spec`. */
export interface OfferingSpec {
  display: DisplaySpec;
  osb: { serviceId: string };
  requires: RequirementSpec[];
  naming: NamingSpec;
  parameters: ParametersSpec;
  consumes: ConsumptionSpec;
  price: { currency: string };
  plans: PlanSpec[];
  versions: VersionsSpec;
  /** Named CEL over `instance`, `params`, `plan`, `version`; a later one may use the ones before it. */
  locals?: Record<string, Expression>;
  resources: ResourceSpec[];
  observe?: ObserveSpec[];
  status: StatusSpec & { timeouts: TimeoutSpec };
  /** Named texts that carry no secret, for endpoints and credentials. */
  outputs?: Record<string, Template<string>>;
  endpoints: EndpointSpec[];
  external?: ExternalSpec;
  binding?: BindingSpec;
  deletion: DeletionSpec;
}

export interface DisplaySpec {
  title: string;
  description: LocalizedText;
  category: string;
  aliases: string[];
  tags?: string[];
  support?: LocalizedText;
  documentation?: string;
  /** Minutes from order to ready that people may expect. */
  expectedMinutes: number;
}

export interface RequirementSpec {
  apiVersion: string;
  kind: string;
  /** Who serves it; named in the reason when it is missing. */
  operator?: string;
  /** Operator versions that this file was tested with. */
  tested?: string[];
}

export interface NamingSpec {
  /** What the operator allows for the name of its object. */
  maxLength: number;
  /** What people may call an instance, as an anchored regular expression. */
  pattern: string;
}

/** Draft-07 subset: one flat object of scalars. */
export interface ParametersSpec {
  type: 'object';
  additionalProperties: false;
  required?: string[];
  properties: Record<string, ParameterSpec>;
}

export type ParameterValue = string | number | boolean;

export interface ParameterSpec {
  type: 'string' | 'integer' | 'boolean';
  format?: 'k8s-quantity';
  default?: ParameterValue;
  enum?: ParameterValue[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  /** Values that are not allowed although they fit the rest, such as reserved words. */
  not?: { enum: ParameterValue[] };
  examples?: ParameterValue[];
  'x-title': LocalizedText;
  'x-description'?: LocalizedText;
  /** `cores`, `bytes`, `hours`, ...; a translation key of the front end. */
  'x-unit'?: string;
  /** May be changed on a living instance: not at all (absent), freely, or upwards only. */
  'x-mutable'?: true | 'increase-only';
  /** Bounds of a `k8s-quantity`. */
  'x-minimum'?: string;
  'x-maximum'?: string;
}

/** How a plan narrows a parameter. */
export type LimitSpec = Pick<
  ParameterSpec,
  'enum' | 'minimum' | 'maximum' | 'x-minimum' | 'x-maximum'
>;

/** CEL over `params` and `plan`; whole instance, all replicas. */
export interface ConsumptionSpec {
  /** Cores. */
  cpu: Expression;
  /** Bytes. */
  memory: Expression;
  /** Bytes. */
  storage: Expression;
  /** Persistent volume claims. */
  volumes: Expression;
}

export interface PlanSpec {
  /** For OSB; stable for ever. */
  id: string;
  name: string;
  title: LocalizedText;
  description: LocalizedText;
  bullets: LocalizedText[];
  recommended?: boolean;
  highAvailability: boolean;
  defaults?: Record<string, ParameterValue>;
  fixed?: Record<string, ParameterValue>;
  limits?: Record<string, LimitSpec>;
  /** Plans that an instance can move to in place. */
  upgradesTo?: string[];
  price: PriceSpec;
}

/** Per month: `base` plus what is consumed times its rate; or `amount`, CEL over `params`, `plan` and `consumption`. */
export interface PriceSpec {
  base?: number;
  perCore?: number;
  perMemoryGi?: number;
  perStorageGi?: number;
  amount?: Expression;
}

export interface VersionsSpec {
  default: string;
  available: VersionSpec[];
}

export interface VersionSpec {
  name: string;
  /** What templates need of it, such as images. */
  values?: JsonObject;
  /** Versions that can be upgraded to this one in place. */
  from?: string[];
}

export interface ResourceSpec {
  id: string;
  /** The object that stands for the instance; exactly one. */
  primary?: boolean;
  includeWhen?: Expression;
  /** Keys of a Secret that are made once, at random, and never again. */
  generate?: Record<string, { length: number; charset?: 'alnum' }>;
  template: Template<JsonObject>;
}

export interface ObserveSpec {
  id: string;
  apiVersion: string;
  kind: string;
  name: Template<string>;
  includeWhen?: Expression;
}

export interface TimeoutSpec {
  provision: DurationText;
  deprovision: DurationText;
  bind?: DurationText;
}

export interface StatusSpec {
  failed?: FailureSpec[];
  ready: Expression;
  progress?: Template<string>;
  /** CEL that gives a list of strings. */
  warnings?: Expression;
}

export interface FailureSpec {
  when: Expression;
  reason: string;
  message?: Template<string>;
  /** How long it must last before it counts. */
  for: DurationText;
}

export interface EndpointSpec {
  name: string;
  host: Template<string>;
  /** A port number, or `${CEL}` that gives one. */
  port: Template<number | string>;
  includeWhen?: Expression;
}

/** The Service that reaches the instance from outside; looked at only when the environment exposes instances. */
export interface ExternalSpec {
  service: Template<string>;
  port: number;
}

export interface BindingSpec {
  strategy: 'shared' | 'customResource' | 'fold';
  parameters?: ParametersSpec;
  resources?: ResourceSpec[];
  observe?: ObserveSpec[];
  status?: StatusSpec;
  credentials: CredentialsSpec;
  /** A Job that removes the account where the operator does not. */
  revoke?: { template: Template<JsonObject> };
}

export interface CredentialsSpec {
  /** servicebinding.io type. */
  type: string;
  provider: string;
  fields: Record<string, Template<string> | SecretFieldSpec>;
  /** `host` and `port` are variables; `secret('field')` stands for a secret field. */
  uri?: Template<string>;
}

export interface SecretFieldSpec {
  secretKeyRef: { name: Template<string>; key: string };
}

export interface DeletionSpec {
  order: OrderStepSpec[];
  leftovers?: LeftoverSpec[];
}

/** `bindings`, the id of a resource, a resource with how it goes, or all objects with some labels. */
export type OrderStepSpec = string | ResourceStepSpec | SelectedSpec;

export interface ResourceStepSpec {
  resource: string;
  /** When true, what the resource owns is left behind instead of being collected with it. */
  orphanWhen?: Expression;
}

export interface SelectedSpec {
  apiVersion: string;
  kind: string;
  labels: Record<string, Template<string>>;
}

export interface LeftoverSpec {
  apiVersion: string;
  kind: string;
  labels?: Record<string, Template<string>>;
  names?: Template<string>[];
  when?: Expression;
}
