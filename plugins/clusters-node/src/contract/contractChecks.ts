import type { ContractCheck } from './ContractCheck';
import { applyChecks } from './checks/apply';
import { deletionChecks } from './checks/deletion';
import { impersonationChecks } from './checks/impersonation';
import { objectChecks } from './checks/objects';
import { podChecks } from './checks/pods';
import { watchingChecks } from './checks/watching';

/** Everything that Jimu expects of a Kubernetes API, sandbox or real. */
export const contractChecks: ContractCheck[] = [
  ...objectChecks,
  ...applyChecks,
  ...deletionChecks,
  ...watchingChecks,
  ...impersonationChecks,
  ...podChecks,
];
