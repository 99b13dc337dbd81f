import type { Controller } from '../../types';
import { operatorController } from '../runtime/operatorController';
import { BackupOperator } from './BackupOperator';
import { ClusterOperator } from './ClusterOperator';
import { DatabaseOperator } from './DatabaseOperator';
import { COMPONENT } from './names';
import { RoleOperator } from './RoleOperator';

/** CloudNativePG 1.30: clusters, roles, databases and backups. */
export const cnpgOperator = (): Controller =>
  operatorController(COMPONENT, context => {
    const clusters = new ClusterOperator(context);
    return [
      clusters,
      new RoleOperator(context, clusters),
      new DatabaseOperator(context, clusters),
      new BackupOperator(context),
    ];
  });
