import type { ServerPlace } from './serverPlace';

/** How a server's process is started. */
export interface Launch {
  args: string[];
  /** Goes to its standard input; the place for secrets, which must not show in a process list. */
  input?: string;
}

/** A server as it is known to its engine: where it lives, which port it has, what it is told. */
export interface ServerRun<S> {
  place: ServerPlace;
  port: number;
  settings: S;
  /** Full path of one of the engine's programs. */
  program(name: string): string;
}

/** One kind of server that the sandbox can really run. `S` are its settings. */
export interface ServerEngine<S> {
  /** As in a sentence: `redis-server`. */
  name: string;
  /** First the server itself, then what else must be installed. */
  programs: [string, ...string[]];
  /** Accounts that it may run as when we are root; `nobody` otherwise. */
  accounts: string[];
  stopSignal: NodeJS.Signals;
  /** Fills the data directory the first time; must be able to begin anew after being cut off. */
  prepare(run: ServerRun<S>): Promise<void>;
  launch(run: ServerRun<S>): Launch;
  /** Resolves when the process `pid` (and not another one on its port) answers, rejects while it does not. */
  probe(run: ServerRun<S>, pid: number): Promise<void>;
  /** Once after it answers for the first time since its start: accounts and passwords. */
  afterStart?(run: ServerRun<S>): Promise<void>;
}

/** Where a server's process stands. */
export type ServerState =
  | { phase: 'stopped' }
  | { phase: 'starting' }
  | { phase: 'running'; port: number; pid: number }
  | { phase: 'waiting'; reason: string };
