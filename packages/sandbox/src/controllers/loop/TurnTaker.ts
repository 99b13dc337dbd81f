/**
 * Lets many that have waited at the same time go on one after the other, with the event loop free in between: when the
 * pauses of a thousand pods end together, requests are still answered.
 */
export class TurnTaker {
  private readonly waiting: (() => void)[] = [];

  /** Resolves when it is the caller's turn. */
  take(): Promise<void> {
    return new Promise(resolve => {
      this.waiting.push(resolve);
      if (this.waiting.length === 1) setImmediate(() => this.next());
    });
  }

  private next(): void {
    this.waiting[0]();
    // After what the one before does at once.
    setImmediate(() => {
      this.waiting.shift();
      if (this.waiting.length) this.next();
    });
  }
}
