import { setMaxListeners } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
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
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal);
  const pause = async (ms: number) => {
    try {
      await setTimeout(ms * pace, undefined, { signal: stopping.signal });
    } catch {
      throw new Error('The sandbox stops');
    }
  };

  options.admission.push(...admissionPlugins(() => api));
  const kubernetes = controllers({
    serviceAccounts: options.serviceAccounts,
    clusterCa: options.clusterCa,
  });
  const operating = options.operators === 'all' ? operators() : [];
  const ends = [...kubernetes, ...operating].map(controller => {
    const dataDir = join(options.dataDir, controller.name);
    // Kubernetes' own controllers keep everything in the API.
    if (operating.includes(controller)) mkdirSync(dataDir, { recursive: true });
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
      stopping.abort();
      await Promise.all(ends.map(end => end()));
    },
  };
}
