import type { SandboxObject } from '../../types';

/** What `kubectl logs` asks for. */
export interface LogQuery {
  container: string;
  follow: boolean;
  previous: boolean;
  timestamps: boolean;
  tailLines?: number;
  limitBytes?: number;
  sinceSeconds?: number;
  /** RFC 3339 */
  sinceTime?: string;
}

/** A command to run in a container. */
export interface ExecRequest {
  container: string;
  command: string[];
  tty: boolean;
  stdin?: AsyncIterable<Buffer>;
  stdout(text: string | Buffer): void;
  stderr(text: string | Buffer): void;
  /** Aborted when the client has gone. */
  signal: AbortSignal;
}

/** What runs the pods of the sandbox, as far as logs and commands go. Whoever simulates pods registers one. */
export interface PodRuntime {
  /**
   * Lines without their line break, oldest first; with `query.timestamps` each begins with its RFC 3339 time and a space.
   * The runtime heeds everything but `limitBytes`, which the server does. With `follow` it goes on until `signal` is aborted
   * or the container ends. `undefined`: not a pod of this runtime. Throws ApiStatusError 400 when the container has no such log.
   */
  logs(
    pod: SandboxObject,
    query: LogQuery,
    signal: AbortSignal,
  ): AsyncIterable<string> | undefined;
  /** Runs a command and answers its exit code; `undefined`: not a pod of this runtime. */
  exec?(pod: SandboxObject, request: ExecRequest): Promise<number> | undefined;
}

/** Where runtimes are made known. */
export interface PodRuntimeRegistry {
  /** Later ones are asked first. Answers a function that takes it out again. */
  register(runtime: PodRuntime): () => void;
}

/** The runtimes in the order in which they are asked. */
export class PodRuntimes implements PodRuntimeRegistry {
  private readonly runtimes: PodRuntime[] = [];

  register(runtime: PodRuntime): () => void {
    this.runtimes.unshift(runtime);
    return () => {
      const at = this.runtimes.indexOf(runtime);
      if (at >= 0) this.runtimes.splice(at, 1);
    };
  }

  logs(
    pod: SandboxObject,
    query: LogQuery,
    signal: AbortSignal,
  ): AsyncIterable<string> | undefined {
    for (const runtime of this.runtimes) {
      const lines = runtime.logs(pod, query, signal);
      if (lines) return lines;
    }
    return undefined;
  }

  exec(pod: SandboxObject, request: ExecRequest): Promise<number> | undefined {
    for (const runtime of this.runtimes) {
      const code = runtime.exec?.(pod, request);
      if (code) return code;
    }
    return undefined;
  }
}
