import type { AccessSource, ClusterAccess } from './ClusterAccess';

export interface CachedAccessOptions {
  /** For how long an access is used without looking again whether files or tokens changed. Default 5 000. */
  freshForMs?: number;
  /** After which a load that hangs, such as a credential command, is given up. Default 30 000. */
  loadTimeoutMs?: number;
  now?: () => number;
}

/** Credentials that are refused again and again must not run a credential command each time. */
const FORGET_AGAIN_MS = 10_000;

function sameCredentials(a: ClusterAccess, b: ClusterAccess): boolean {
  return (
    a.headers.authorization === b.headers.authorization &&
    String(a.tls.cert) === String(b.tls.cert)
  );
}

/** Loads the access once for all requests of a few seconds. */
export class CachedAccess {
  private readonly freshForMs: number;
  private readonly loadTimeoutMs: number;
  private readonly now: () => number;
  private loading?: Promise<ClusterAccess>;
  private access?: ClusterAccess;
  private loadedAt = 0;
  private forgotAt = -Infinity;

  constructor(
    private readonly source: AccessSource,
    options: CachedAccessOptions = {},
  ) {
    this.freshForMs = options.freshForMs ?? 5_000;
    this.loadTimeoutMs = options.loadTimeoutMs ?? 30_000;
    this.now = options.now ?? (() => performance.now());
  }

  async current(): Promise<ClusterAccess> {
    if (this.access && this.now() - this.loadedAt < this.freshForMs) {
      return this.access;
    }
    this.loading ??= this.load().finally(() => {
      this.loading = undefined;
    });
    return this.loading;
  }

  /**
   * The API server refused this access. Several requests may say so at the same time; only the first has it loaded
   * again, and files are read again each time.
   */
  renew(refused: ClusterAccess) {
    if (!this.access || !sameCredentials(this.access, refused)) {
      return;
    }
    this.access = undefined;
    if (this.now() - this.forgotAt >= FORGET_AGAIN_MS) {
      this.forgotAt = this.now();
      this.source.forget();
    }
  }

  private async load(): Promise<ClusterAccess> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(
          new Error(
            `credentials were not there within ${this.loadTimeoutMs} ms`,
          ),
        );
      }, this.loadTimeoutMs);
      timer.unref();
    });
    try {
      this.access = await Promise.race([this.source.load(), timeout]);
      this.loadedAt = this.now();
      return this.access;
    } finally {
      clearTimeout(timer);
    }
  }
}
