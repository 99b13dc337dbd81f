/** Which requests a fault hits; an absent field means any. */
export interface FaultMatch {
  /** get, list, watch, create, update, patch, delete, deletecollection */
  verb?: string;
  /** e.g. `pods` */
  plural?: string;
  namespace?: string;
}

/** What goes wrong. */
export type FaultEffect =
  /** Every answer comes later. */
  | { kind: 'latency'; ms: number }
  /** Answered with this code instead of being served; 429 carries Retry-After. */
  | {
      kind: 'status';
      code: 409 | 429 | 500 | 503 | 504;
      retryAfterSeconds?: number;
    }
  /** A watch is told 410 Expired as soon as it starts. */
  | { kind: 'expiredWatch' }
  /** Watches end in mid-stream: those that are open at once, later ones `afterMs` after they began. */
  | { kind: 'cutWatch'; afterMs?: number }
  /** Watches stay open but say nothing more, neither events nor bookmarks, until they are closed. */
  | { kind: 'silentWatch' }
  /** The write is applied, then the connection drops without an answer. */
  | { kind: 'lostAnswer' }
  /** The answer stops after so many bytes and the connection drops. */
  | { kind: 'truncatedAnswer'; bytes: number }
  /** Connections are accepted and never answered. */
  | { kind: 'blackHole' }
  /** Nothing listens: connections are refused. */
  | { kind: 'down' };

/** A fault that is in force. */
export type Fault = FaultEffect & {
  id: string;
  match?: FaultMatch;
  /** How many requests it still hits; absent: until it is taken away. */
  count?: number;
};

/** A request as faults look at it. */
export interface FaultSubject {
  verb: string;
  plural?: string;
  namespace?: string;
}
