import { ApiStatusError } from '../../api/ApiStatusError';
import type { SandboxApi, SandboxObject } from '../../types';
import type { Scope } from '../loop/defineController';
import { isNamespaceTerminating } from '../loop/errors';
import type { Kind } from '../loop/KindFeeds';
import { shortHash } from '../model/hash';
import { controlledBy } from '../model/owners';

/** What a pod gets beside its template. */
export interface PodAdditions {
  name?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  spec?: Record<string, unknown>;
}

/** Creating a pod was refused: by a quota, a limit range, pod security or else. */
export class PodRefusedError extends Error {
  constructor(
    refusal: ApiStatusError,
    /** After how many milliseconds it is worth another try: longer each time. */
    readonly retryAfterMs: number,
  ) {
    super(refusal.message);
    this.name = 'PodRefusedError';
  }
}

const LONGEST_BASE = 57;
const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 60_000;

/** Creates the pods of workloads, with the events that Kubernetes' controllers write. */
export class PodMaker {
  /** Names that were refused: the next try has the same, so that its event is the same and only counts up. */
  private readonly refused = new Map<string, { name: string; times: number }>();
  private made = 0;

  constructor(
    private readonly api: SandboxApi,
    /** e.g. `replicaset-controller` */
    private readonly component: string,
  ) {}

  /** @throws PodRefusedError after writing a FailedCreate event */
  create(
    owner: SandboxObject,
    template: SandboxObject['template'],
    additions: PodAdditions = {},
  ): SandboxObject {
    const { namespace, uid } = owner.metadata;
    const name =
      additions.name ?? this.refused.get(uid!)?.name ?? this.freshName(owner);
    try {
      const pod = this.api.create({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: {
          name,
          namespace,
          ...(additions.name
            ? {}
            : { generateName: `${owner.metadata.name}-` }),
          labels: { ...template.metadata?.labels, ...additions.labels },
          annotations: {
            ...template.metadata?.annotations,
            ...additions.annotations,
          },
          ...(template.metadata?.finalizers
            ? { finalizers: template.metadata.finalizers }
            : {}),
          ownerReferences: [controlledBy(owner)],
        },
        spec: { ...structuredClone(template.spec), ...additions.spec },
      });
      this.refused.delete(uid!);
      this.event(owner, 'Normal', 'SuccessfulCreate', `Created pod: ${name}`);
      return pod;
    } catch (error) {
      if (!(error instanceof ApiStatusError)) throw error;
      if (error.reason === 'AlreadyExists') throw error;
      // Of a namespace that is going away there is nothing to report.
      if (isNamespaceTerminating(error)) throw error;
      const times = (this.refused.get(uid!)?.times ?? 0) + 1;
      this.refused.set(uid!, { name, times });
      this.event(
        owner,
        'Warning',
        'FailedCreate',
        `Error creating: ${error.message}`,
      );
      throw new PodRefusedError(
        error,
        Math.min(FIRST_RETRY_MS * 2 ** (times - 1), LONGEST_RETRY_MS),
      );
    }
  }

  delete(owner: SandboxObject, pod: SandboxObject): void {
    try {
      this.api.delete(
        {
          apiVersion: 'v1',
          kind: 'Pod',
          name: pod.metadata.name,
          namespace: pod.metadata.namespace,
        },
        { uid: pod.metadata.uid },
      );
    } catch (error) {
      const { code } = error as ApiStatusError;
      if (code === 404 || code === 409) return;
      throw error;
    }
    this.event(
      owner,
      'Normal',
      'SuccessfulDelete',
      `Deleted pod: ${pod.metadata.name}`,
    );
  }

  /** Forgets what it knew of an owner that is gone. */
  forget(ownerUid: string): void {
    this.refused.delete(ownerUid);
  }

  private freshName(owner: SandboxObject): string {
    const base = owner.metadata.name.slice(0, LONGEST_BASE);
    for (;;) {
      this.made += 1;
      const seed = [owner.metadata.uid, this.made, Date.now()];
      const name = `${base}-${shortHash(seed, 5)}`;
      const { namespace } = owner.metadata;
      if (!this.api.get({ apiVersion: 'v1', kind: 'Pod', name, namespace })) {
        return name;
      }
    }
  }

  private event(
    on: SandboxObject,
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
  ): void {
    this.api.event(on, { type, reason, message, component: this.component });
  }
}

/** A maker that forgets owners of a kind when they are gone. */
export function podMakerFor(
  scope: Scope,
  ownerKind: Kind,
  component: string,
): PodMaker {
  const maker = new PodMaker(scope.api, component);
  scope.follow(ownerKind, (type, owner) => {
    if (type === 'DELETED') maker.forget(owner.metadata.uid!);
  });
  return maker;
}
