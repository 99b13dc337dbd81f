import type { Problem } from '@jimu/plugin-service-broker-common';

/** Problems that have to do with orders, rights and the state of what was ordered; each names the way out. */
export const problems = {
  offeringUnknown: (offering: string): Problem => ({
    code: 'offering-unknown',
    field: 'offering',
    message: `There is no offering "${offering}"; GET /offerings lists what can be ordered`,
    params: { offering },
  }),

  offeringBroken: (offering: string, detail: string): Problem => ({
    code: 'offering-broken',
    field: 'offering',
    message: `The description of offering "${offering}" is broken (${detail}); a platform engineer must repair it`,
    params: { offering, detail },
  }),

  kindMissing: (options: {
    kind: string;
    apiVersion: string;
    cluster: string;
    operator: string;
  }): Problem => ({
    code: 'kind-missing',
    field: 'offering',
    message: `Kind ${options.kind} (${options.apiVersion}) is not served by cluster "${options.cluster}"; a platform engineer must install the operator ${options.operator}`,
    params: options,
  }),

  clusterUnreachable: (cluster: string, detail: string): Problem => ({
    code: 'cluster-unreachable',
    message: `Cluster "${cluster}" does not answer (${detail}); try again later, or ask a platform engineer if it lasts`,
    params: { cluster, detail },
  }),

  planUnknown: (plan: string, known: string[]): Problem => ({
    code: 'plan-unknown',
    field: 'plan',
    message: `There is no plan "${plan}"; choose one of ${known.join(', ')}`,
    params: { plan, known: known.join(', ') },
  }),

  versionUnknown: (version: string, known: string[]): Problem => ({
    code: 'version-unknown',
    field: 'version',
    message: `There is no version "${version}"; choose one of ${known.join(
      ', ',
    )}`,
    params: { version, known: known.join(', ') },
  }),

  nameTaken: (name: string, tenant: string, environment: string): Problem => ({
    code: 'name-taken',
    field: 'name',
    message: `Tenant "${tenant}" already has an instance "${name}" in environment "${environment}"; choose another name`,
    params: { name, tenant, environment },
  }),

  /** The same for a tenant that does not exist and for one that the viewer does not belong to. */
  tenantUnknown: (tenant: string): Problem => ({
    code: 'tenant-unknown',
    field: 'tenant',
    message: `There is no tenant "${tenant}" that you belong to; choose one of yours, or ask its owner to add you`,
    params: { tenant },
  }),

  environmentUnknown: (environment: string, known: string[]): Problem => ({
    code: 'environment-unknown',
    field: 'environment',
    message: `The tenant has no environment "${environment}"; choose one of ${known.join(
      ', ',
    )}`,
    params: { environment, known: known.join(', ') },
  }),

  instanceUnknown: (): Problem => ({
    code: 'instance-unknown',
    message:
      'There is no such instance, or you do not belong to its tenant; GET /instances lists yours',
  }),

  bindingUnknown: (): Problem => ({
    code: 'binding-unknown',
    message:
      'The instance has no such binding; GET /instances/{id} lists its bindings',
  }),

  rightMissing: (options: {
    right: string;
    role: string;
    tenant: string;
    granters: string;
  }): Problem => ({
    code: 'right-missing',
    message: `You lack the right ${options.right}: it takes the role ${options.role} in tenant "${options.tenant}", which ${options.granters} can grant`,
    params: options,
  }),

  instanceNotReady: (phase: string): Problem => ({
    code: 'instance-not-ready',
    message: `The instance is ${phase}; bindings can be made once it is ready`,
    params: { phase },
  }),

  instanceDeleting: (): Problem => ({
    code: 'instance-deleting',
    message:
      'The instance is being deleted; order a new one under the same name once it is gone',
  }),

  bindingNameTaken: (name: string): Problem => ({
    code: 'binding-name-taken',
    field: 'name',
    message: `The instance already has a binding "${name}"; choose another name`,
    params: { name },
  }),

  notBindable: (offering: string): Problem => ({
    code: 'not-bindable',
    message: `Offering "${offering}" has no bindings`,
    params: { offering },
  }),

  bindingNotReady: (phase: string): Problem => ({
    code: 'binding-not-ready',
    message: `The binding is ${phase}; its credentials can be read once it is ready`,
    params: { phase },
  }),

  confirmNameMismatch: (name: string): Problem => ({
    code: 'confirm-name-mismatch',
    field: 'confirmName',
    message: `must be the name of the instance, "${name}"`,
    params: { name },
  }),

  idempotencyConflict: (): Problem => ({
    code: 'idempotency-conflict',
    field: 'Idempotency-Key',
    message:
      'was used for another order of this tenant; send a new key with a new order',
  }),

  nothingToRetry: (): Problem => ({
    code: 'nothing-to-retry',
    message: 'The last operation of the instance has not failed',
  }),

  tooManyStreams: (limit: number): Problem => ({
    code: 'too-many-streams',
    message: `You already follow events on ${limit} connections; close a page`,
    params: { limit },
  }),

  credentialsUnavailable: (detail: string): Problem => ({
    code: 'credentials-unavailable',
    message: `The credentials cannot be read now: ${detail}`,
    params: { detail },
  }),
};

/** Problems that reconciliation meets. */
export const findings = {
  clusterUnknown: (cluster: string): Problem => ({
    code: 'cluster-unknown',
    message: `Cluster "${cluster}" is not configured any more; a platform engineer must add it to jimu.clusters again`,
    params: { cluster },
  }),

  placeUnknown: (tenant: string, environment: string): Problem => ({
    code: 'place-unknown',
    message: `Tenant "${tenant}" is not in environment "${environment}" any more; a platform engineer must add it again, or the instance must be deleted`,
    params: { tenant, environment },
  }),

  clusterRefused: (cluster: string, detail: string): Problem => ({
    code: 'cluster-refused',
    message: `Cluster "${cluster}" refuses: ${detail}. It is tried again from time to time; a platform engineer can say what the cluster's rules allow`,
    params: { cluster, detail },
  }),

  objectForeign: (object: string): Problem => ({
    code: 'object-foreign',
    message: `${object} exists and is not this instance's, so it is left alone; remove it, or delete this instance and order it under another name`,
    params: { object },
  }),

  namespaceForeign: (detail: string): Problem => ({
    code: 'namespace-refused',
    message: detail,
    params: { detail },
  }),

  operatorFailed: (reason: string, detail: string): Problem => ({
    code: 'operator-failed',
    message: `The operator reports ${reason}: ${detail}`,
    params: { reason, detail },
  }),

  operatorSilent: (
    operator: string,
    object: string,
    seconds: number,
  ): Problem => ({
    code: 'operator-silent',
    message: `The operator ${operator} has not reacted to ${object} for ${seconds} s; a platform engineer should look whether it runs`,
    params: { operator, object, seconds },
  }),

  timedOut: (minutes: number, detail: string): Problem => ({
    code: 'timed-out',
    message: `It was not done within ${minutes} minutes (last word: ${detail}). It is still watched and can get there; retry, or delete it`,
    params: { minutes, detail },
  }),

  deletionWaits: (objects: string, seconds: number): Problem => ({
    code: 'deletion-waits',
    message: `Deletion has waited ${seconds} s for ${objects}; a platform engineer should look whether the operator runs`,
    params: { objects, seconds },
  }),

  revocationFailed: (job: string, detail: string): Problem => ({
    code: 'revocation-failed',
    message: `The job ${job} that removes the account failed (${detail}); it is run again from time to time`,
    params: { job, detail },
  }),

  superseded: (): Problem => ({
    code: 'superseded',
    message: 'Ended because deletion was asked for',
  }),

  statusUnreadable: (detail: string): Problem => ({
    code: 'status-unreadable',
    message: `The state of its objects cannot be read by the offering's rules (${detail}); a platform engineer must repair the offering`,
    params: { detail },
  }),

  internal: (reference: string): Problem => ({
    code: 'internal',
    message: `An error inside the portal holds this up; it is tried again. Give the reference ${reference} to a platform engineer`,
    params: { reference },
  }),
};
