const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/**
 * Milliseconds to wait before the next attempt: doubling from half a second to half a minute, and between half and all of
 * that by chance, so that all tabs do not come back at the same moment. `random` gives [0, 1).
 */
export function reconnectDelay(failures: number, random: () => number): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 16));
  return Math.round(ceiling / 2 + (ceiling / 2) * random());
}
