import type { ServiceAccountTokens } from '../access';
import type { AdmissionPlugin } from '../api/contracts';
import type { Controller, SandboxApi } from '../types';
import { autoscalerController } from './autoscaling/autoscalerController';
import { serviceAccountAdmission } from './serviceAccounts/serviceAccountAdmission';
import { eventExpiry } from './events/eventExpiry';
import { garbageCollector } from './garbage/garbageCollector';
import { nodeController } from './kubelet/nodeController';
import { podController } from './kubelet/podController';
import { limitRangeAdmission } from './limits/limitRangeAdmission';
import { systemClock, type Clock } from './loop/Clock';
import { namespaceController } from './namespaces/namespaceController';
import { serviceAccountTokenController } from './serviceAccounts/serviceAccountTokenController';
import { serviceController } from './network/serviceController';
import { podSecurityAdmission } from './podSecurity/podSecurityAdmission';
import { disruptionBudgetController } from './policies/disruptionBudgetController';
import { quotaAdmission } from './quota/quotaAdmission';
import { quotaController } from './quota/quotaController';
import { QuotaLedger } from './quota/QuotaLedger';
import { rbacController } from './rbac/rbacController';
import { claimAdmission } from './storage/claimAdmission';
import { claimController } from './storage/claimController';
import { cronJobController } from './workloads/cronJobController';
import { daemonSetController } from './workloads/daemonSetController';
import { deploymentController } from './workloads/deployment/deploymentController';
import { jobController } from './workloads/job/jobController';
import { replicaSetController } from './workloads/replicaSetController';
import { statefulSetController } from './workloads/statefulSet/statefulSetController';

export { registerJobHandler } from './kubelet/jobHandlers';
export type { JobHandler, JobOutcome } from './kubelet/jobHandlers';

/** What the controllers of Kubernetes need beside the API. */
export interface ControllersOptions {
  serviceAccounts: ServiceAccountTokens;
  /** PEM of the CA of the API server's certificate: every namespace gets it. */
  clusterCa: string;
  /** Real time, for deadlines and schedules. Default: the system's. */
  clock?: Clock;
}

/** The control loops of Kubernetes itself. Roles and the storage class are there as soon as they have been started. */
export function controllers({
  serviceAccounts,
  clusterCa,
  clock = systemClock,
}: ControllersOptions): Controller[] {
  return [
    rbacController(clock),
    claimController(clock),
    nodeController(clock),
    namespaceController(clock, clusterCa),
    serviceAccountTokenController(clock, serviceAccounts, clusterCa),
    quotaController(clock),
    garbageCollector(clock),
    podController(clock),
    replicaSetController(clock),
    deploymentController(clock),
    statefulSetController(clock),
    daemonSetController(clock),
    jobController(clock),
    cronJobController(clock),
    serviceController(clock),
    disruptionBudgetController(clock),
    autoscalerController(clock),
    eventExpiry(clock),
  ];
}

/** Defaults and refusals of the write path, in the order in which they are asked: the quota, which counts, comes last. */
export function admissionPlugins(getApi: () => SandboxApi): AdmissionPlugin[] {
  return [
    serviceAccountAdmission(getApi),
    claimAdmission(getApi),
    limitRangeAdmission(getApi),
    podSecurityAdmission(getApi),
    quotaAdmission(getApi, new QuotaLedger(getApi)),
  ];
}
