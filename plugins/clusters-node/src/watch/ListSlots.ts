import { deferred, Deferred } from './deferred';

/** Lets only so many lists of one cluster run at a time; lists cost an API server many times their size. */
export class ListSlots {
  private free: number;
  private readonly waiting: Deferred<void>[] = [];

  constructor(slots = 2) {
    this.free = slots;
  }

  /** Runs the task when its turn has come; rejects with the signal's reason when aborted before. */
  async run<R>(task: () => Promise<R>, signal: AbortSignal): Promise<R> {
    await this.enter(signal);
    try {
      return await task();
    } finally {
      this.leave();
    }
  }

  private async enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.free > 0) {
      this.free--;
      return;
    }
    const turn = deferred();
    const giveUp = () => {
      this.waiting.splice(this.waiting.indexOf(turn), 1);
      turn.reject(signal.reason);
    };
    this.waiting.push(turn);
    signal.addEventListener('abort', giveUp);
    try {
      await turn.promise;
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  }

  private leave() {
    const next = this.waiting.shift();
    if (next) {
      next.resolve();
    } else {
      this.free++;
    }
  }
}
