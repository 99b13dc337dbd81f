import { join } from 'node:path';
import { registerJobHandler } from '../../controllers/kubelet/jobHandlers';
import type { Controller } from '../../types';
import { operatorController } from '../runtime/operatorController';
import { BackupOperator } from './BackupOperator';
import { ClusterOperator } from './ClusterOperator';
import { Dumps } from './dumps';
import { COMPONENT } from './names';
import { RestoreOperator } from './RestoreOperator';
import { sqlJobHandler } from './sqlJobs';

/** Percona XtraDB Cluster as its operator 1.20 runs it: clusters, backups, restores, and Jobs with the mysql client. */
export const perconaOperator = (): Controller =>
  operatorController(COMPONENT, context => {
    const clusters = new ClusterOperator(context);
    const dumps = new Dumps(join(context.dataDir, 'backups'));
    let unregister = () => {};
    return [
      clusters,
      new BackupOperator(context, clusters, dumps),
      new RestoreOperator(context, clusters, dumps),
      {
        async start() {
          unregister = registerJobHandler(sqlJobHandler(context.api, clusters));
        },
        async stop() {
          unregister();
        },
      },
    ];
  });
