import type { Fault, FaultEffect, FaultSubject } from './Fault';

/** What a request meets. */
export interface FaultPlan {
  delayMs: number;
  status?: { code: number; retryAfterSeconds?: number };
  isExpiredWatch: boolean;
  isSilentWatch: boolean;
  cutWatchAfterMs?: number;
  isLostAnswer: boolean;
  truncateAfterBytes?: number;
  isBlackHole: boolean;
}

function hits(fault: Fault, subject: FaultSubject): boolean {
  const { verb, plural, namespace } = fault.match ?? {};
  return (
    (verb === undefined || verb === subject.verb) &&
    (plural === undefined || plural === subject.plural) &&
    (namespace === undefined || namespace === subject.namespace)
  );
}

const forWatchesOnly = new Set<FaultEffect['kind']>([
  'expiredWatch',
  'cutWatch',
  'silentWatch',
]);
const writes = new Set([
  'create',
  'update',
  'patch',
  'delete',
  'deletecollection',
]);

/** The faults in force. */
export class FaultBoard {
  private faults: Fault[] = [];
  private readonly listeners = new Set<() => void>();

  list(): Fault[] {
    return structuredClone(this.faults);
  }

  replace(faults: Fault[]): void {
    this.faults = structuredClone(faults);
    this.listeners.forEach(listener => listener());
  }

  /** Called whenever the list changes. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  isDown(): boolean {
    return this.faults.some(fault => fault.kind === 'down');
  }

  /** Whether an open watch goes silent now. */
  silences(subject: FaultSubject): boolean {
    return this.faults.some(f => f.kind === 'silentWatch' && hits(f, subject));
  }

  /** Whether an open watch is cut now. */
  cuts(subject: FaultSubject): boolean {
    return this.faults.some(f => f.kind === 'cutWatch' && hits(f, subject));
  }

  /** Decides what a request meets, and uses up counted faults. */
  plan(subject: FaultSubject): FaultPlan {
    const plan: FaultPlan = {
      delayMs: 0,
      isExpiredWatch: false,
      isSilentWatch: false,
      isLostAnswer: false,
      isBlackHole: false,
    };
    if (!this.faults.length) return plan;
    for (const fault of this.faults) {
      if (!hits(fault, subject) || fault.kind === 'down') continue;
      if (forWatchesOnly.has(fault.kind) && subject.verb !== 'watch') continue;
      if (fault.kind === 'lostAnswer' && !writes.has(subject.verb)) continue;
      this.apply(fault, plan);
      if (fault.count !== undefined) fault.count -= 1;
    }
    if (this.faults.some(f => f.count !== undefined && f.count <= 0)) {
      this.faults = this.faults.filter(
        f => f.count === undefined || f.count > 0,
      );
    }
    return plan;
  }

  private apply(fault: Fault, plan: FaultPlan): void {
    switch (fault.kind) {
      case 'latency':
        plan.delayMs += fault.ms;
        break;
      case 'status':
        plan.status ??= {
          code: fault.code,
          retryAfterSeconds: fault.retryAfterSeconds,
        };
        break;
      case 'expiredWatch':
        plan.isExpiredWatch = true;
        break;
      case 'cutWatch':
        plan.cutWatchAfterMs = fault.afterMs ?? 0;
        break;
      case 'silentWatch':
        plan.isSilentWatch = true;
        break;
      case 'lostAnswer':
        plan.isLostAnswer = true;
        break;
      case 'truncatedAnswer':
        plan.truncateAfterBytes = fault.bytes;
        break;
      case 'blackHole':
        plan.isBlackHole = true;
        break;
      default:
    }
  }
}
