import type { JsonObject } from '@backstage/types';
import type { KubernetesObject } from '@jimu/plugin-clusters-common';
import type {
  Consumption,
  Price,
  Problem,
} from '@jimu/plugin-service-broker-common';

/** Values that expressions of an offering see as `instance`. */
export interface InstanceContext {
  id: string;
  /** Name of its objects in the cluster. */
  name: string;
  /** The name people gave it. */
  displayName: string;
  namespace: string;
  tenant: string;
  environment: string;
  deletionPolicy: 'delete' | 'retain';
  /** `environment.exposure` of the tenants model. */
  exposure: 'none' | 'nodePort' | 'loadBalancer';
}

export interface BindingContext {
  id: string;
  /** Name of its objects in the cluster. */
  name: string;
  /** Name of the Secret made for it, where the offering makes one. */
  secretName: string;
  /** Account name generated from the binding id: stable, no secret. */
  username: string;
  params: JsonObject;
}

/** Everything an expression may see; secrets' values are not among it. */
export interface RenderContext {
  instance: InstanceContext;
  /** Effective parameters, from `effectiveParameters`. */
  params: JsonObject;
  plan: string;
  version: string;
  /** Live bindings, for strategy `fold`. */
  bindings: BindingContext[];
  /** Live objects by resource or observe id; absent ones are left out. */
  res?: Record<string, KubernetesObject>;
  /** The binding at hand. */
  binding?: BindingContext;
  /** Live objects of the binding at hand. */
  bindingRes?: Record<string, KubernetesObject>;
}

/** An object to be applied. Labels of ownership are already in it. */
export interface RenderedResource {
  id: string;
  primary: boolean;
  object: KubernetesObject;
  /**
   * Paths under `data` of a Secret that must be filled with a fresh random value when the Secret does not exist yet, and be
   * left alone when it does. The value exists only between generation and apply.
   */
  generated: GeneratedSecret[];
}

export interface GeneratedSecret {
  key: string;
  length: number;
  charset: 'alnum';
}

/** An object that is watched and read but not made by us, or made by us. */
export interface ObservedRef {
  id: string;
  apiVersion: string;
  kind: string;
  name: string;
  namespace: string;
}

export type StatusOutcome =
  | { state: 'ready'; message?: string; warnings: string[] }
  | { state: 'progressing'; message?: string; warnings: string[] }
  /** `holdSeconds`: how long this must last before it counts as failed. */
  | {
      state: 'failing';
      reason: string;
      message: string;
      holdSeconds: number;
      warnings: string[];
    };

/** A step of deletion, in order; the next begins when all objects of this one are gone. */
export type DeletionStep =
  | { kind: 'bindings' }
  /** `orphan`: delete it with `propagationPolicy: Orphan`, so that what it owns (its volumes) stays. */
  | { kind: 'object'; ref: ObservedRef; orphan?: true }
  /** All objects of a kind that carry the labels. */
  | {
      kind: 'selected';
      apiVersion: string;
      objectKind: string;
      labels: Record<string, string>;
    };

export type CredentialSource =
  | { key: string; secret: false; value: string }
  | { key: string; secret: true; secretRef: { name: string; key: string } }
  /** A text with places that are filled from Secrets at the moment of reading; always secret. */
  | {
      key: string;
      secret: true;
      template: string;
      secretRefs: Record<string, { name: string; key: string }>;
    };

export interface CredentialPlan {
  type: string;
  provider: string;
  fields: CredentialSource[];
  /** Service and port whose node port or load balancer makes the instance reachable from outside. */
  external?: { service: string; port: number };
  /** Connection string; `{host}` and `{port}` are filled for inside and outside. */
  uri?: {
    template: string;
    host: string;
    port: number;
    secretRefs: Record<string, { name: string; key: string }>;
  };
}

/** A way to revoke an account that the operator does not remove: a Job to run once. */
export interface RevocationJob {
  object: KubernetesObject;
}

export interface RequiredKind {
  apiVersion: string;
  kind: string;
  operator?: string;
}

/** An offering that was read, checked and compiled; all its functions are pure. */
export interface Offering {
  readonly file: string;
  readonly name: string;
  readonly spec: import('./schema/OfferingSpec').OfferingSpec;
  readonly requires: RequiredKind[];
  /** Schema defaults < plan defaults < user < plan fixed, checked against the plan's schema. */
  effectiveParameters(
    plan: string,
    user: JsonObject,
  ): { parameters?: JsonObject; problems: Problem[] };
  bindingParameters(user: JsonObject): {
    parameters?: JsonObject;
    problems: Problem[];
  };
  planSchema(plan: string): JsonObject;
  price(plan: string, parameters: JsonObject): Price;
  consumption(plan: string, parameters: JsonObject): Consumption;
  checkName(name: string): Problem[];
  /** Objects to apply, in order. */
  render(context: RenderContext): RenderedResource[];
  /** Objects to read before `status`, the rendered ones and the offering's `observe`. */
  observed(context: RenderContext): ObservedRef[];
  status(context: RenderContext): StatusOutcome;
  endpoints(
    context: RenderContext,
  ): { name: string; host: string; port: number }[];
  /** The Service and port that reach the instance from outside; undefined where the environment exposes nothing. */
  external(
    context: RenderContext,
  ): { service: string; port: number } | undefined;
  renderBinding(context: RenderContext): RenderedResource[];
  observedBinding(context: RenderContext): ObservedRef[];
  bindingStatus(context: RenderContext): StatusOutcome;
  credentials(context: RenderContext): CredentialPlan;
  revocation(context: RenderContext): RevocationJob | undefined;
  deletion(context: RenderContext): DeletionStep[];
  /** What may be left behind by the operator and is ours to remove, by the deletion policy. */
  leftovers(context: RenderContext): DeletionStep[];
}
