import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ClustersService } from '@jimu/plugin-clusters-node';
import type { TenantsService } from '@jimu/plugin-tenants-node';
import { decideInstance } from '../model/decideInstance';
import { nextVisit } from '../model/nextVisit';
import type { Blocked } from '../model/observation';
import { findings, problems } from '../model/problems';
import type { InstanceState } from '../model/records';
import type { OfferingCatalog } from '../service/OfferingCatalog';
import { absencePass, recordDeletion } from './absencePass';
import type { HeldLease } from './HeldLease';
import type { InstanceStates } from './InstanceStates';
import { blockedBy, obstacle } from './obstacles';
import { Pass, pendingOperation, withOperation } from './Pass';
import { presencePass } from './presencePass';
import type { PassResult } from './ReconcileLoop';
import { renderContext } from './renderContext';

/** Where the timeouts of an offering cannot be asked for. */
const FALLBACK_TIMEOUT_SECONDS = 3600;

export interface InstanceReconcilerOptions {
  states: InstanceStates;
  offerings: Pick<OfferingCatalog, 'offering' | 'brokenReason'>;
  clusters: ClustersService;
  tenants: TenantsService;
  logger: LoggerService;
  now?: () => Date;
  random?: () => number;
}

/** One pass over an instance: look at what is wanted and what is there, act, record. Every part of it may run twice. */
export class InstanceReconciler {
  private readonly now: () => Date;
  private readonly random: () => number;

  constructor(private readonly options: InstanceReconcilerOptions) {
    this.now = options.now ?? (() => new Date());
    this.random = options.random ?? Math.random;
  }

  async reconcile(lease: HeldLease): Promise<PassResult> {
    const before = await this.options.states.load(lease.lease.id);
    if (!before || before.instance.phase === 'deleted') {
      return { failed: false };
    }
    const { after, blocked } = await this.pass(before, lease);
    return this.record(lease, before, after, blocked);
  }

  /** Puts a defect of the portal on the instance's page, under a reference that is in the log, and comes back later. */
  async recover(lease: HeldLease, error: Error): Promise<PassResult> {
    const reference = randomUUID().slice(0, 8);
    this.options.logger.error(
      `Reconciling instance ${lease.lease.id} failed (reference ${reference})`,
      error,
    );
    const before = await this.options.states.load(lease.lease.id);
    if (!before || before.instance.phase === 'deleted') {
      return { failed: false };
    }
    const known =
      before.instance.problem?.code === 'internal'
        ? before.instance.problem
        : findings.internal(reference);
    const blocked: Blocked = {
      kind: 'blocked',
      obstacle: 'InternalError',
      problem: known,
    };
    return this.record(
      lease,
      before,
      this.blockedState(before, blocked),
      blocked,
    );
  }

  private async pass(
    before: InstanceState,
    lease: HeldLease,
  ): Promise<{ after: InstanceState; blocked?: Blocked }> {
    let pass: Pass;
    try {
      pass = await this.prepare(before, lease);
    } catch (error) {
      const blocked = blockedBy(error, before.instance.cluster);
      return { after: this.blockedState(before, blocked), blocked };
    }
    return before.instance.desired === 'present'
      ? presencePass(pass)
      : absencePass(pass);
  }

  /** Finds offering, cluster and namespace. */
  private async prepare(state: InstanceState, lease: HeldLease): Promise<Pass> {
    const { offerings, tenants } = this.options;
    const { instance, bindings } = state;
    const offering = offerings.offering(instance.offering);
    if (!offering) {
      throw obstacle(
        'OfferingUnavailable',
        problems.offeringBroken(
          instance.offering,
          offerings.brokenReason(instance.offering) ?? 'its file is gone',
        ),
      );
    }
    const client = this.clientOf(instance.cluster);
    const place = await tenants.resolve(instance.tenant, instance.environment);
    if (instance.desired === 'present') {
      await lease.hold();
      await this.ensureNamespace(instance.tenant, instance.environment);
    }
    return {
      state,
      offering,
      client,
      lease,
      context: renderContext(instance, bindings, place?.environment),
      now: this.now().toISOString(),
    };
  }

  private clientOf(cluster: string) {
    try {
      return this.options.clusters.client(cluster);
    } catch (error) {
      if ((error as Error).name !== 'NotFoundError') throw error;
      throw obstacle('ClusterUnreachable', findings.clusterUnknown(cluster));
    }
  }

  private async ensureNamespace(tenant: string, environment: string) {
    try {
      await this.options.tenants.ensureNamespaces(tenant, environment);
    } catch (error) {
      const { name, message } = error as Error;
      if (name === 'NotFoundError' && !('cluster' in (error as object))) {
        throw obstacle(
          'NamespaceRefused',
          findings.placeUnknown(tenant, environment),
        );
      }
      if (name === 'ConflictError') {
        throw obstacle('NamespaceRefused', findings.namespaceForeign(message));
      }
      throw error;
    }
  }

  private blockedState(state: InstanceState, blocked: Blocked): InstanceState {
    const clock = {
      now: this.now().toISOString(),
      timeoutSeconds: FALLBACK_TIMEOUT_SECONDS,
    };
    if (state.instance.desired === 'absent') {
      return recordDeletion(state, blocked, clock);
    }
    const { record, operation } = decideInstance(
      state.instance,
      pendingOperation(state.operations, 'create'),
      blocked,
      clock,
    );
    return {
      ...state,
      instance: record,
      operations: withOperation(state.operations, operation),
    };
  }

  private async record(
    lease: HeldLease,
    before: InstanceState,
    after: InstanceState,
    blocked: Blocked | undefined,
  ): Promise<PassResult> {
    const now = this.now().toISOString();
    await this.options.states.record(lease.lease, before, after, now);
    const offering = this.options.offerings.offering(after.instance.offering);
    return {
      failed: blocked !== undefined,
      afterMs: nextVisit(after, {
        now,
        obstacle: blocked?.obstacle,
        attempts: lease.lease.attempts + 1,
        observesOthers: Boolean(offering?.spec.observe?.length),
        random: this.random(),
      }),
    };
  }
}
