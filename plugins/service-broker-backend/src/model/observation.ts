import type {
  Endpoint,
  InstanceEvent,
  Problem,
} from '@jimu/plugin-service-broker-common';
import type { StatusOutcome } from '@jimu/plugin-service-broker-node';

/** Why a pass could neither act nor look, in the order of how far it came. */
export type Obstacle =
  | 'OfferingUnavailable'
  | 'ClusterUnreachable'
  | 'NamespaceRefused'
  | 'KindMissing'
  | 'ClusterRefused'
  | 'ForeignObject'
  | 'StatusUnreadable'
  | 'InternalError';

export interface Blocked {
  kind: 'blocked';
  obstacle: Obstacle;
  problem: Problem;
}

/** What a pass found of an instance that shall exist. */
export type InstanceObservation =
  | Blocked
  | {
      kind: 'seen';
      outcome: StatusOutcome;
      /** The operator has written a status, or made something. */
      acknowledged: boolean;
      /** Digest of the objects as they shall be. */
      digest: string;
      /** They were applied in this pass. */
      applied: boolean;
      endpoints: Endpoint[];
      /** Left out when nobody looked. */
      events?: InstanceEvent[];
      /** Who ought to react, for the texts. */
      operator: string;
      primary: string;
    };

/** What a pass found of a binding that shall exist. */
export type BindingObservation =
  | Blocked
  | { kind: 'seen'; outcome: StatusOutcome; digest: string };

/** What a pass found of a binding that shall be gone. */
export type UnbindingObservation =
  | Blocked
  | {
      kind: 'waiting';
      for: string;
      revoked: boolean;
      revoking: boolean;
      problem?: Problem;
    }
  | { kind: 'gone'; proof: string[] };

/** What a pass found of an instance that shall be gone. */
export type DeletionObservation =
  | Blocked
  | { kind: 'waiting'; step: 'bindings' | 'resources'; for: string[] }
  | { kind: 'gone'; proof: string[] };
