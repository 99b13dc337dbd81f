import type { InstanceState } from '../model/records';
import type { WorkLease } from './queue';

/** Reads and writes the state of instances under a lease. */
export interface InstanceStates {
  load(id: string): Promise<InstanceState | undefined>;
  /**
   * Writes what a pass found.
   *
   * @throws LeaseLostError when another worker has claimed the instance, SupersededError when something else is wanted of it
   * by now; nothing is written then
   */
  record(
    lease: WorkLease,
    before: InstanceState,
    after: InstanceState,
    now: string,
  ): Promise<InstanceState>;
  /** Instances that are not deleted. */
  live(): Promise<LiveInstance[]>;
}

export interface LiveInstance {
  id: string;
  cluster: string;
  /** It was made and nothing is being done with it: its objects ought to be there. */
  settled: boolean;
  /** Offering, namespace and name, for people. */
  description: string;
}
