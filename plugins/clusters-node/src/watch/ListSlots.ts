/** Lets only so many lists of one cluster run at a time; lists cost an API server many times their size. */
export class ListSlots {
  private free: number;
  private readonly waiting: (() => void)[] = [];

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
    await new Promise<void>((resolve, reject) => {
      const proceed = () => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = () => {
        this.waiting.splice(this.waiting.indexOf(proceed), 1);
        reject(signal.reason);
      };
      signal.addEventListener('abort', giveUp, { once: true });
      this.waiting.push(proceed);
    });
  }

  private leave() {
    const next = this.waiting.shift();
    if (next) {
      next();
    } else {
      this.free++;
    }
  }
}
