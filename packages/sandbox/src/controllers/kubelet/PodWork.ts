import type { JobOutcome } from './jobHandlers';

/** What pods do that end by themselves. Nobody waits for it: a pod can be deleted while its work goes on. */
export class PodWork {
  private readonly outcomes = new Map<string, JobOutcome | 'working'>();
  private readonly listeners: ((key: string) => void)[] = [];

  /** Called with the key of each pod whose work is over. */
  onDone(listener: (key: string) => void): void {
    this.listeners.push(listener);
  }

  /** The outcome of a pod's work; `undefined` while it goes on. Starts it the first time. */
  outcomeOf(
    podUid: string,
    key: string,
    work: () => Promise<JobOutcome | undefined>,
  ): JobOutcome | undefined {
    const known = this.outcomes.get(podUid);
    if (known) return known === 'working' ? undefined : known;
    this.outcomes.set(podUid, 'working');
    const settle = (outcome: JobOutcome | undefined) => {
      // The pod may be gone by now; without an outcome the work was cut off and is done again.
      if (!this.outcomes.has(podUid)) return;
      if (outcome) this.outcomes.set(podUid, outcome);
      else this.outcomes.delete(podUid);
      this.listeners.forEach(listener => listener(key));
    };
    work().then(settle, error =>
      settle({ exitCode: 1, log: String((error as Error).message ?? error) }),
    );
    return undefined;
  }

  /** The work is over and taken note of, or its pod is gone. */
  forget(podUid: string): void {
    this.outcomes.delete(podUid);
  }
}
