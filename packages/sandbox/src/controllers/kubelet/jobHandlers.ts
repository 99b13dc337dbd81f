import type { SandboxObject } from '../../types';

export interface JobOutcome {
  exitCode: number;
  /** What the container prints. */
  log: string;
}

/**
 * Does the work of a Job's pod for real. `undefined`: not a Job for this handler. After a restart of the sandbox in the middle
 * it is called again for the same pod, so the work must bear being done twice.
 */
export type JobHandler = (
  job: SandboxObject,
  pod: SandboxObject,
) => Promise<JobOutcome> | undefined;

const handlers = new Set<JobHandler>();

/** Lets an operator run Jobs. The first handler that takes a Job has it. Answers a function that takes the handler away. */
export function registerJobHandler(handler: JobHandler): () => void {
  handlers.add(handler);
  return () => handlers.delete(handler);
}

/** The work of a pod of a Job as a handler does it; `undefined` when no handler takes it. */
export function runJob(
  job: SandboxObject,
  pod: SandboxObject,
): Promise<JobOutcome> | undefined {
  for (const handler of handlers) {
    const outcome = handler(job, pod);
    if (outcome) return outcome;
  }
  return undefined;
}
