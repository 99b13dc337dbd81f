import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceAccountTokens } from './access';
import type { AdmissionPlugin, PodRuntimes } from './api';
import { admissionPlugins, controllers } from './controllers';
import { operators } from './operators';
import type { SandboxApi } from './types';

/** What controllers and operators are started with. */
export interface ControllersOptions {
  api: SandboxApi;
  /** The list that every write asks; plugins are added to it. */
  admission: AdmissionPlugin[];
  serviceAccounts: ServiceAccountTokens;
  /** PEM of the CA of the API server's certificate. */
  clusterCa: string;
  pods: PodRuntimes;
  dataDir: string;
  pace: number;
  operators: 'all' | 'none';
  realProcesses: boolean;
  log(message: string): void;
}

/** Starts the admission plugins, the controllers of Kubernetes and the operators. */
export function startControllers(options: ControllersOptions): {
  stop(): Promise<void>;
} {
  const { api, pods, pace, realProcesses, log } = options;
  const waiting = new Set<(error: Error) => void>();
  let stopped = false;
  const stopError = () => new Error('The sandbox stops');
  const pause = (ms: number) =>
    new Promise<void>((resolve, reject) => {
      if (stopped) {
        reject(stopError());
        return;
      }
      const abandon = (error: Error) => {
        clearTimeout(timer);
        reject(error);
      };
      const timer = setTimeout(() => {
        waiting.delete(abandon);
        resolve();
      }, ms * pace);
      waiting.add(abandon);
    });

  options.admission.push(...admissionPlugins(() => api));
  const all = [
    ...controllers({
      serviceAccounts: options.serviceAccounts,
      clusterCa: options.clusterCa,
    }),
    ...(options.operators === 'all' ? operators() : []),
  ];
  const ends = all.map(controller => {
    const dataDir = join(options.dataDir, controller.name);
    mkdirSync(dataDir, { recursive: true });
    return controller.start({
      api,
      dataDir,
      pause,
      log: message => log(`${controller.name}: ${message}`),
      realProcesses,
      pods,
    });
  });
  return {
    async stop() {
      stopped = true;
      waiting.forEach(reject => reject(stopError()));
      await Promise.all(ends.map(end => end()));
    },
  };
}
