import type { PodRuntime } from '../../api/pods/PodRuntime';
import type { Controller, ControllerContext, SandboxApi } from '../../types';
import type { Clock } from './Clock';
import { KeyLoop, keyOf, type KeyLoopOptions } from './KeyLoop';
import { TurnTaker } from './TurnTaker';
import { KindFeeds, type Kind, type Listener } from './KindFeeds';

/** What a controller works with. All that it starts ends when the controller stops. */
export interface Scope {
  readonly api: SandboxApi;
  readonly clock: Clock;
  readonly dataDir: string;
  log(message: string): void;
  /** Simulated work; rejects when the controller stops. */
  pause(ms: number): Promise<void>;
  follow(kind: Kind, listener: Listener): void;
  /** A loop over keys of any kind. */
  loop(reconcile: KeyLoopOptions['reconcile']): KeyLoop;
  /** A loop over the objects of one kind, asked for by each change of them and, for all of them, now and then. */
  loopOver(kind: Kind, reconcile: KeyLoopOptions['reconcile']): KeyLoop;
  /** Offers logs and commands of pods, if anyone serves them. */
  offerPods(runtime: PodRuntime): void;
  /** Called when the controller stops. */
  onStop(call: () => void): void;
}

const RESYNC_MS = 10 * 60_000;

const turns = new TurnTaker();
const turn = () => turns.take();

const feedsOf = new WeakMap<SandboxApi, KindFeeds>();

function sharedFeeds(api: SandboxApi): KindFeeds {
  let feeds = feedsOf.get(api);
  if (!feeds) {
    feeds = new KindFeeds(api);
    feedsOf.set(api, feeds);
  }
  return feeds;
}

class RunningController implements Scope {
  readonly api: SandboxApi;
  readonly dataDir: string;
  private readonly loops: KeyLoop[] = [];
  private readonly ends: (() => void)[] = [];
  private stopped = false;
  private readonly waits = new Set<(error: Error) => void>();

  constructor(
    private readonly name: string,
    readonly clock: Clock,
    private readonly context: ControllerContext,
  ) {
    this.api = context.api;
    this.dataDir = context.dataDir;
  }

  log(message: string): void {
    this.context.log(message);
  }

  async pause(ms: number): Promise<void> {
    if (this.stopped) throw this.stopError();
    let abandon!: (error: Error) => void;
    const stop = new Promise<never>((_, reject) => {
      abandon = reject;
      this.waits.add(reject);
    });
    try {
      await Promise.race([this.context.pause(ms).then(turn), stop]);
    } finally {
      this.waits.delete(abandon);
    }
    if (this.stopped) throw this.stopError();
  }

  follow(kind: Kind, listener: Listener): void {
    this.ends.push(
      sharedFeeds(this.api).follow(kind, (type, object) => {
        if (!this.stopped) listener(type, object);
      }),
    );
  }

  loop(reconcile: KeyLoopOptions['reconcile']): KeyLoop {
    const loop = new KeyLoop({
      name: this.name,
      clock: this.clock,
      log: message => this.log(message),
      reconcile,
    });
    this.loops.push(loop);
    return loop;
  }

  loopOver(kind: Kind, reconcile: KeyLoopOptions['reconcile']): KeyLoop {
    const loop = this.loop(reconcile);
    this.follow(kind, (_type, object) => loop.add(keyOf(object)));
    this.resync(() => {
      for (const object of this.api.scan(kind)) loop.add(keyOf(object));
    });
    return loop;
  }

  offerPods(runtime: PodRuntime): void {
    const end = this.context.pods?.register(runtime);
    if (end) this.onStop(end);
  }

  onStop(call: () => void): void {
    this.ends.push(call);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.ends.splice(0).forEach(end => end());
    this.waits.forEach(reject => reject(this.stopError()));
    await Promise.all(this.loops.map(loop => loop.stop()));
  }

  private resync(addAll: () => void): void {
    let cancel = () => {};
    const plan = () => {
      // Spread out, so that the loops do not all wake at the same moment.
      const delay = RESYNC_MS * (1 + Math.random() / 4);
      cancel = this.clock.after(delay, () => {
        addAll();
        plan();
      });
    };
    plan();
    this.ends.push(() => cancel());
  }

  private stopError(): Error {
    return new Error(`The controller ${this.name} has stopped`);
  }
}

/** A controller from the function that sets up its watches and loops. */
export function defineController(
  name: string,
  clock: Clock,
  setUp: (scope: Scope) => void,
): Controller {
  return {
    name,
    start(context) {
      const running = new RunningController(name, clock, context);
      setUp(running);
      return () => running.stop();
    },
  };
}
